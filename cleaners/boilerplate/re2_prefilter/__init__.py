"""Find with RE2, in one scan, the few rules that may match a line.

RE2 matches the patterns of all rules at once, in time linear in the line. It does not know all of
the syntax of Python's `re`, so each pattern is parsed and rewritten into a looser one.

This package rests on private parts of the standard library. Python has no public parser of
regular expressions, so `cleaners.rule` parses with `re._parser`, and the modules here read the
parse tree by the opcodes of `re._constants`. Either may change with any Python version. `relax`
raises ValueError for an opcode that it does not know. The test in
`tests/cleaners/test_re2_prefilter.py` lists the Python versions that were checked, and fails on
any other until someone has checked that one too.
"""
