"""Which units of the database a name means: with and without accents, kinds, hyphens and in other spellings."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipeline.errors import KehoachError
from pipeline.load import blank_database
from pipeline.query import open_database
from pipeline.whereabouts import find_areas


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The gazetteer as a database has it."""
    file = tmp_path_factory.mktemp("places") / "blank.duckdb"
    file.write_bytes(blank_database())
    with open_database(file) as connection:
        yield connection


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("Lạng Sơn", {"20"}),  # the province goes before its town
        ("tỉnh Lạng Sơn", {"20"}),
        ("thành phố Lạng Sơn", {"178"}),
        ("TP. Lang Son", {"178"}),
        ("xã Lục Nam", {"07444"}),
        ("huyen chi lang", {"187"}),
        ("LỤC NAM", {"218"}),
        ("Thừa Thiên Huế", {"46"}),
        ("TTH", {"46"}),
        ("Bà Rịa - Vũng Tàu", {"77"}),
        ("ba ria-vung tau", {"77"}),
        ("tỉnh Đắk Lắk", {"66"}),
        ("dac lac", {"66"}),
        ("Bắc Ninh", {"24", "27"}),  # the code of before, and that of Bắc Giang which it has now
        ("Đồi Ngô", {"07444"}),
    ],
)
def test_units_of_a_name(asked: str, codes: set[str], con: duckdb.DuckDBPyConnection) -> None:
    assert {row["code"] for row in find_areas(con, asked)} == codes


@pytest.mark.parametrize("asked", ["Không Đâu Cả", "", "huyện"])
def test_no_such_unit(asked: str, con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(KehoachError, match="KH408"):
        find_areas(con, asked)
