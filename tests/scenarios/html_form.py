"""A page's form as a browser would send it: what stands in it, changed by a test."""

from lxml import html


class Form:
    """The successful controls of the form with an id, to be changed and sent."""

    def __init__(self, response, form_id: str = "answers") -> None:
        page = html.fromstring(response.content.decode())
        (self.node,) = page.xpath(f'//form[@id="{form_id}"]')
        self.action = self.node.get("action")
        self.values: dict[str, list[str]] = {}
        for one in self.node.xpath(".//input|.//textarea|.//select"):
            for value in _values(one):
                self.values.setdefault(one.get("name"), []).append(value)

    def send(self, client, button: tuple[str, str] = ("go", "stay"), **more):
        """Press a button; ``more`` goes to the client."""
        data = {k: v for k, v in self.values.items() if k != "csrfmiddlewaretoken"}
        return client.post(self.action, {**data, button[0]: button[1]}, **more)

    def type(self, name: str, *values: str) -> "Form":
        """What somebody types or chooses at a name."""
        self.values[name] = list(values)
        return self


def _values(one) -> list[str]:
    kind = one.get("type", "")
    if one.tag == "textarea":
        # A browser drops the line that opens a textarea, and sends lines as CRLF.
        return [(one.text or "").removeprefix("\n").replace("\n", "\r\n")]
    if one.tag == "select":
        chosen = one.xpath("./option[@selected]") or one.xpath("./option")[:1]
        return [each.get("value", each.text or "") for each in chosen]
    if kind in {"radio", "checkbox"} and one.get("checked") is None:
        return []
    return [] if kind == "submit" else [one.get("value", "")]
