from __future__ import annotations

from choir.flask_like import SQLAlchemy

db = SQLAlchemy()
