# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""After a sign-in a browser stays with us."""

import pytest

from gateway.auth.return_paths import safe_return


@pytest.mark.parametrize("path", ["/", "/a", "/a/b?x=1&y=%C3%A5", "/a#b"])
def test_a_path_of_ours_is_kept(path):  # security W5
    assert safe_return(path) == path


@pytest.mark.parametrize(
    "path",
    [None, "", "a", "//e", "/\\e", "/\\\\e", "https://e", "/%0d", "/%2f/e", "/%5ce", "/%252fe/%250a",
     "javascript:alert(1)", "/\t/e", " /a", "/a\n", "/%00", "\\\\e", "http:/e", "/" + "a" * 3000],
)  # fmt: skip
def test_anything_else_leads_home(path):  # security W5
    assert safe_return(path) == "/"
