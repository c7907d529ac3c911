# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m services.kit.testing.fake_redis PORT`: fakeredis behind a socket, where no Redis is."""

import sys

from fakeredis import TcpFakeServer


def main() -> None:
    """Serve until ended."""
    server = TcpFakeServer(("127.0.0.1", int(sys.argv[1])), server_type="redis")
    server.serve_forever()


if __name__ == "__main__":
    main()
