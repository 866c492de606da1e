"""What a page under test must not do: complain on the console, or ask anything of anyone."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebSocket

ITS_OWN = {"file", "blob", "data", "about"}


class Watch:
    """Hears all that pages of a context say and ask for; a page that is served may ask its own `origin`."""

    def __init__(self, context: BrowserContext, origin: str | None = None):
        self.origin = origin
        self.errors: list[str] = []
        self.requests: list[str] = []
        context.on("console", self._note)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("page", self._listen)

    def _listen(self, page: Page) -> None:
        page.on("websocket", self._connected)
        page.on("crash", lambda _: self.errors.append("the page crashed"))

    def _connected(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def strangers(self) -> list[str]:
        """Addresses that were asked for and are not the page's own."""
        return [url for url in self.requests if not self._own(url)]

    def _own(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ITS_OWN or f"{parts.scheme}://{parts.netloc}" == self.origin
