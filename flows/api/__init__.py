"""The code behind `import unspun`: one text, one account of it, one dataset. Without Prefect."""
