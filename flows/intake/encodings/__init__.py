"""Find out which encoding bytes are in, where they are not plain UTF-8."""
