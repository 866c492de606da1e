"""Have a warm process (see `warm.py`) run a command: `python -IS ask.py SOCKET WORDS…`.

Imports next to nothing, for scripts run it in place of `parley`.
"""

import marshal
import os
import select
import socket
import sys


class Asked:
    """A command that runs, in this folder and environment and with these three standard streams: in part a Popen."""

    def __init__(self, address, words, folder, environment, streams):
        self.server = socket.socket(socket.AF_UNIX)
        self.server.connect(address)
        socket.send_fds(self.server, [b"?"], streams)
        self.server.sendall(marshal.dumps((words, folder, environment)))
        self.server.shutdown(socket.SHUT_WR)
        self.pid = int.from_bytes(self.server.recv(4), "big")
        self.returncode = None

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self):
        """The exit status if there is one yet."""
        return self.wait(0) if select.select([self.server], [], [], 0)[0] else self.returncode

    def wait(self, timeout=None):
        """The exit status: the number of a signal, negative, if one ended it."""
        if self.returncode is None:
            if not select.select([self.server], [], [], timeout)[0]:
                raise TimeoutError(f"not done after {timeout} seconds")
            answer = self.server.recv(4)
            assert answer, "the warm process is gone"
            self.returncode = int.from_bytes(answer, "big", signed=True)
            self.server.close()
        return self.returncode


if __name__ == "__main__":
    sys.exit(Asked(sys.argv[1], sys.argv[2:], os.getcwd(), dict(os.environ), (0, 1, 2)).wait())
