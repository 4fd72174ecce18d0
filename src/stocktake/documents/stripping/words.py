"""How a stripper says that it is not sure."""


class NotSure(Exception):
    """Something of the maker might stay in the file: what, and what its sender can do."""

    def __init__(self, what: str, to_do: str) -> None:
        super().__init__(what)
        self.what = what
        self.to_do = to_do
