"""Worker processes that end when their parent does, however it ends."""

import os
import signal
import threading
import time


def end_with_parent(parent: int) -> None:
    """Leave Ctrl-C to the parent; end when the parent has gone, even by kill -9."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
