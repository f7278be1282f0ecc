"""The command ``scenario-qa``: thin clients of the library, a module a group of commands."""
