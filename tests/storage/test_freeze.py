"""The writer of migrations: a table that gained a column is rebuilt with every row, and nothing is ever dropped."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine

from irt_desk.storage import schema
from irt_desk.storage.migrations import freeze

OLD = "CREATE TABLE client (\n\tid TEXT NOT NULL, \n\tnumber INTEGER NOT NULL, \n\tPRIMARY KEY (id)\n)\n STRICT"


def _client(*more: Column[object]) -> Table:
    table = Table("client", MetaData(), Column("id", Text, primary_key=True), sqlite_strict=True)
    for column in more:
        table.append_column(column)
    return table


def test_a_rebuilt_table_keeps_its_rows_and_fills_the_new_column_with_the_default_of_the_field() -> None:
    schema.complete()
    table = _client(Column("number", Integer, nullable=False), Column("pronouns", Text, nullable=False))
    sql = freeze._ddl(freeze.CreateTable(table))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql(OLD)
        connection.exec_driver_sql("INSERT INTO client VALUES ('a', 7)")
        for statement in freeze._rebuilt(table, OLD, sql):
            connection.exec_driver_sql(statement)
        assert connection.exec_driver_sql("SELECT * FROM client").all() == [("a", 7, "")]
        assert schema.described(connection) == {"table client": " ".join(sql.split())}
    engine.dispose()


def test_a_step_that_would_lose_a_column_or_leave_one_empty_is_refused() -> None:
    with pytest.raises(ValueError, match="loses number"):
        list(freeze._rebuilt(_client(), OLD, "CREATE TABLE client (id TEXT)"))
    unheard = _client(Column("number", Integer), Column("created", Text, nullable=False))
    with pytest.raises(ValueError, match="no value for old rows"):
        list(freeze._rebuilt(unheard, OLD, "CREATE TABLE client (id TEXT)"))
