from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table

target_metadata = MetaData()
Table("version", target_metadata, Column("number", Integer, primary_key=True))
