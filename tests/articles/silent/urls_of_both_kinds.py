"""URLs that do for both kinds of engine, or whose driver nobody here knows."""

from __future__ import annotations

from sqlalchemy import create_engine
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

PSYCOPG = "postgresql+psycopg://localhost/app"
ORACLE = "oracle+oracledb://localhost/app"
SNOWFLAKE = "snowflake://account/app"

create_engine(PSYCOPG)
create_async_engine(PSYCOPG)
create_engine(ORACLE)
create_async_engine(ORACLE)
create_async_engine(URL.create("oracle+oracledb_async", host="localhost"))
create_async_engine("mssql+aioodbc://localhost/app")
create_engine(SNOWFLAKE)
create_async_engine(SNOWFLAKE)
create_engine("house+carrier://localhost/app")
create_async_engine("house+carrier://localhost/app")
