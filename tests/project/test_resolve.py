"""Which file an import means."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_greenlet.project import Project

if TYPE_CHECKING:
    from project.conftest import Tree

Link = Callable[[Path, Path], None]
Record = Callable[[object, str], list[str]]


# Absolute imports


def test_modules_and_packages(tree: Tree) -> None:
    tree.files("main.py", "models.py", "app/__init__.py", "app/db.py", "app/api/__init__.py")
    assert tree.resolve("main.py", "models") == "models.py"
    assert tree.resolve("main.py", "app") == "app/__init__.py"
    assert tree.resolve("main.py", "app.db") == "app/db.py"
    assert tree.resolve("main.py", "app.api") == "app/api/__init__.py"
    assert tree.resolve("app/db.py", "app.api") == "app/api/__init__.py"


@pytest.mark.parametrize(
    "name", ["requests", "app.nothing", "models.User", "app.db.Base", "a..b", "", None]
)
def test_what_is_no_file_of_the_project(tree: Tree, name: str | None) -> None:
    tree.files("main.py", "models.py", "app/__init__.py", "app/db.py")
    assert tree.resolve("main.py", name) is None


def test_a_package_wins_over_a_module(tree: Tree) -> None:
    tree.files("main.py", "models.py", "models/__init__.py")
    assert tree.resolve("main.py", "models") == "models/__init__.py"


def test_a_module_wins_over_a_namespace_folder(tree: Tree) -> None:
    tree.files("main.py", "models.py", "models/user.py")
    assert tree.resolve("main.py", "models") == "models.py"


def test_a_namespace_folder_counts_only_if_there_is_no_module_anywhere(tree: Tree) -> None:
    tree.files("models.py", "service/main.py", "service/models/data.py")
    assert tree.resolve("service/main.py", "models") == "models.py"
    (tree.root / "models.py").unlink()
    tree.project.refresh()
    assert tree.resolve("service/main.py", "models") == "service/models"
    assert tree.resolve("service/main.py", "models.data") == "service/models/data.py"


def test_a_folder_without_any_module_is_no_namespace(tree: Tree) -> None:
    tree.files("main.py", "redis/redis.conf", "redis/__pycache__/x.py")
    assert tree.resolve("main.py", "redis") is None


def test_folders_without_init_hold_modules(tree: Tree) -> None:
    tree.files("main.py", "app/api/routes.py")
    assert tree.resolve("main.py", "app.api.routes") == "app/api/routes.py"
    assert tree.resolve("app/api/routes.py", "main") == "main.py"


def test_src_layout(tree: Tree) -> None:
    tree.files("tests/test_app.py", "src/app/__init__.py", "src/app/db.py", "conftest.py")
    assert tree.resolve("tests/test_app.py", "app.db") == "src/app/db.py"
    assert tree.resolve("src/app/db.py", "app") == "src/app/__init__.py"
    assert tree.resolve("tests/test_app.py", "src.app.db") == "src/app/db.py"
    assert tree.resolve("src/app/db.py", "conftest") == "conftest.py"


def test_several_roots_in_one_repository(tree: Tree) -> None:
    for service in ("orders", "users"):
        tree.files(f"{service}/app/__init__.py", f"{service}/app/main.py", f"{service}/app/db.py")
    tree.files("libs/src/shared/__init__.py", "libs/tests/test_it.py")
    assert tree.resolve("orders/app/main.py", "app.db") == "orders/app/db.py"
    assert tree.resolve("users/app/main.py", "app.db") == "users/app/db.py"
    assert tree.resolve("libs/tests/test_it.py", "shared") == "libs/src/shared/__init__.py"
    assert tree.resolve("orders/app/main.py", "shared") is None


def test_the_nearest_folder_wins(tree: Tree) -> None:
    tree.files("config.py", "a/config.py", "a/b/config.py", "a/b/main.py", "a/main.py")
    assert tree.resolve("a/b/main.py", "config") == "a/b/config.py"
    assert tree.resolve("a/main.py", "config") == "a/config.py"


def test_a_folder_that_is_a_package_comes_last(tree: Tree) -> None:
    tree.files("models.py", "app/__init__.py", "app/models.py", "app/main.py", "app/core/db.py")
    assert tree.resolve("app/main.py", "models") == "models.py"
    assert tree.resolve("app/main.py", "core.db") == "app/core/db.py"


def test_a_package_inside_a_package_is_no_place_to_import_from(tree: Tree) -> None:
    tree.files("app/__init__.py", "app/ext/__init__.py", "app/ext/redis.py", "app/ext/cache.py")
    assert tree.resolve("app/ext/cache.py", "redis") is None
    assert tree.resolve("app/ext/cache.py", "redis", 1) == "app/ext/redis.py"
    assert tree.resolve("app/ext/cache.py", "app.ext.redis") == "app/ext/redis.py"


def test_a_folder_in_a_package_is_no_namespace_for_absolute_imports(tree: Tree) -> None:
    tree.files("app/__init__.py", "app/main.py", "app/alembic/env.py", "tools/x.py")
    assert tree.resolve("app/main.py", "alembic") is None
    assert tree.resolve("app/main.py", "alembic.env") == "app/alembic/env.py"
    assert tree.resolve("app/main.py", "alembic", 1) == "app/alembic"
    assert tree.resolve("app/main.py", "tools") == "tools"


def test_no_folder_outside_is_listed(tree: Tree, record: Record) -> None:
    tree.files("__init__.py", "models.py", "app/main.py", "app/__init__.py")
    (tree.root.parent / "__init__.py").touch()
    listed = record(os, "scandir")
    assert tree.resolve("app/main.py", "models") == "models.py"
    assert tree.resolve("app/main.py", "repo.models") is None
    assert listed
    assert all(Path(path).is_relative_to(tree.root) for path in listed)


def test_a_module_is_not_what_it_imports_itself(tree: Tree) -> None:
    tree.files("lib/redis.py", "lib/cache.py")
    assert tree.resolve("lib/redis.py", "redis") is None
    assert tree.resolve("lib/cache.py", "redis") == "lib/redis.py"
    tree.write("redis/__init__.py")
    tree.project.refresh()
    assert tree.resolve("lib/redis.py", "redis") == "redis/__init__.py"


@pytest.mark.parametrize("name", ["types", "logging", "email.message", "asyncio"])
def test_the_standard_library_is_not_shadowed(tree: Tree, name: str) -> None:
    path = name.replace(".", "/") + ".py"
    tree.files("main.py", path)
    assert tree.resolve("main.py", name) is None
    assert tree.resolve("main.py", name, 1) == path


def test_an_import_root_may_shadow_the_standard_library(tree: Tree) -> None:
    tree.files("main.py", "types.py", "lib/types.py")
    tree.project = Project(tree.root, [tree.root / "lib"])
    assert tree.resolve("main.py", "types") == "lib/types.py"


def test_import_roots_come_first_and_in_order(tree: Tree) -> None:
    tree.files("main.py", "db.py", "one/db.py", "two/db.py", "two/only.py")
    tree.project = Project(tree.root, [tree.root / "two", tree.root / "one"])
    assert tree.resolve("main.py", "db") == "two/db.py"
    tree.project = Project(tree.root, [tree.root / "one", tree.root / "two"])
    assert tree.resolve("main.py", "db") == "one/db.py"
    assert tree.resolve("main.py", "only") == "two/only.py"


def test_import_roots_may_lie_outside_the_root(tree: Tree, tmp_path: Path) -> None:
    shared = tmp_path.resolve() / "shared"
    (shared / "lib").mkdir(parents=True)
    (shared / "lib" / "db.py").touch()
    (shared / "lib" / "models.py").touch()
    tree.files("main.py")
    main = tree.module("main.py")
    assert tree.project.resolve(main, "lib.db") is None
    project = Project(tree.root, [shared])
    found = project.resolve(main, "lib.db")
    assert found == shared / "lib" / "db.py"
    inside = project.module(found)
    assert inside is not None
    assert project.resolve(inside, "models", 1) == shared / "lib" / "models.py"
    assert project.resolve(inside, "lib.models") == shared / "lib" / "models.py"


# Relative imports


def test_relative_imports_at_several_levels(tree: Tree) -> None:
    tree.files("a/__init__.py", "a/b/__init__.py", "a/b/c.py", "a/b/d.py", "a/e.py", "f.py")
    assert tree.resolve("a/b/c.py", None, 1) == "a/b/__init__.py"
    assert tree.resolve("a/b/c.py", "d", 1) == "a/b/d.py"
    assert tree.resolve("a/b/c.py", "e", 2) == "a/e.py"
    assert tree.resolve("a/b/c.py", None, 2) == "a/__init__.py"
    assert tree.resolve("a/b/c.py", "b.d", 2) == "a/b/d.py"
    assert tree.resolve("a/b/c.py", "f", 3) == "f.py"
    assert tree.resolve("a/b/__init__.py", "c", 1) == "a/b/c.py"
    assert tree.resolve("a/b/__init__.py", "e", 2) == "a/e.py"


def test_relative_imports_in_folders_without_init(tree: Tree) -> None:
    tree.files("a/b.py", "a/c.py")
    assert tree.resolve("a/b.py", "c", 1) == "a/c.py"
    assert tree.resolve("a/b.py", None, 1) == "a"


def test_relative_imports_do_not_look_elsewhere(tree: Tree) -> None:
    tree.files("models.py", "app/main.py", "src/models.py")
    assert tree.resolve("app/main.py", "models", 1) is None


@pytest.mark.parametrize("level", [3, 4, 50, 10_000_000])
def test_climbing_out_of_the_root_leads_nowhere(tree: Tree, tmp_path: Path, level: int) -> None:
    tree.files("app/main.py")
    for outside in (tmp_path, *tmp_path.parents[:1]):
        assert os.path.isdir(outside)
    (tmp_path / "secret.py").write_text("x = 1")
    assert tree.resolve("app/main.py", "secret", level) is None
    assert tree.resolve("app/main.py", None, level) is None
    assert tree.resolve("app/main.py", "..secret") is None


# Submodules


def test_submodules(tree: Tree) -> None:
    tree.files("app/__init__.py", "app/db.py", "app/api/routes.py", "app/empty/data.txt", "db.py")
    project = tree.project
    package = tree.module("app/__init__.py")
    for given in (package, tree.root / "app", tree.root / "app" / "__init__.py"):
        assert tree.relative(project.submodule(given, "db")) == "app/db.py"
        assert tree.relative(project.submodule(given, "api")) == "app/api"
        assert project.submodule(given, "empty") is None
        assert project.submodule(given, "nothing") is None
    assert project.submodule(tree.module("app/db.py"), "api") is None
    assert project.submodule(tree.root / "app" / "db.py", "api") is None
    assert project.submodule(tree.root.parent, "repo") is None


def test_re_exports_can_be_followed(tree: Tree) -> None:
    tree.write("app/models/__init__.py", "from .user import User\nfrom .post import *")
    tree.files("app/models/user.py", "app/models/post.py", "app/__init__.py", "app/main.py")
    path = tree.project.resolve(tree.module("app/main.py"), "app.models")
    assert path is not None
    package = tree.project.module(path)
    assert package is not None and package.is_package
    (statement,) = package.bindings["User"]
    assert isinstance(statement, ast.ImportFrom)
    assert tree.resolve("app/models/__init__.py", statement.module, 1) == ("app/models/user.py")
    (star,) = package.star_imports
    assert tree.resolve("app/models/__init__.py", star.module, star.level) == "app/models/post.py"


# Links


def test_a_link_inside_the_project_is_the_file_that_it_leads_to(tree: Tree, link: Link) -> None:
    tree.files("libs/shared/db.py", "service/main.py")
    link(tree.root / "service" / "shared", tree.root / "libs" / "shared")
    link(tree.root / "service" / "alias.py", tree.root / "libs" / "shared" / "db.py")
    assert tree.resolve("service/main.py", "shared.db") == "libs/shared/db.py"
    assert tree.resolve("service/main.py", "alias") == "libs/shared/db.py"
    assert tree.module("service/alias.py") is tree.module("libs/shared/db.py")


def test_a_link_out_of_the_project_leads_nowhere(tree: Tree, link: Link, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text("import sqlalchemy")
    tree.write("main.py", "import secret, folder.secret, up.outside.secret")
    link(tree.root / "secret.py", outside / "secret.py")
    link(tree.root / "folder", outside)
    link(tree.root / "up", tmp_path)
    for name in ("secret", "folder", "folder.secret", "up.outside.secret"):
        assert tree.resolve("main.py", name) is None
        assert tree.resolve("main.py", name, 1) is None
    assert tree.project.module(tree.root / "secret.py") is None
    assert tree.project.module(tree.root / "folder" / "secret.py") is None
    assert tree.project.submodule(tree.root / "folder", "secret") is None
    assert not tree.reaches("main.py")


def test_loops_of_links_are_survived(tree: Tree, link: Link) -> None:
    tree.write("main.py", "import a.a.a.models, ring")
    tree.files("models.py")
    link(tree.root / "a", tree.root)
    link(tree.root / "ring.py", tree.root / "gnir.py")
    link(tree.root / "gnir.py", tree.root / "ring.py")
    link(tree.root / "self.py", tree.root / "self.py")
    assert tree.resolve("main.py", "a.a.a.models") == "models.py"
    assert tree.resolve("main.py", "ring") is None
    assert tree.resolve("main.py", "self") is None
    assert tree.project.module(tree.root / "ring.py") is None
    assert not tree.reaches("main.py")


def test_a_dangling_link_that_comes_to_lead_somewhere(tree: Tree, link: Link) -> None:
    tree.files("main.py", "lib/x.py")
    link(tree.root / "db.py", tree.root / "lib" / "db.py")
    os.utime(tree.root, (1_000_000_000, 1_000_000_000))
    assert tree.resolve("main.py", "db") is None
    tree.files("lib/db.py")
    tree.project.refresh()
    assert tree.resolve("main.py", "db") == "lib/db.py"


def test_a_file_that_is_swapped_for_a_link(tree: Tree, link: Link, tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("import sqlalchemy")
    tree.write("main.py", "import db")
    tree.files("db.py")
    path = tree.project.resolve(tree.module("main.py"), "db")
    assert path == tree.root / "db.py"
    path.unlink()
    link(path, tmp_path / "secret.py")
    assert not tree.reaches("main.py")
    assert tree.project.module(path) is None


def test_a_project_below_a_link(tree: Tree, link: Link, tmp_path: Path) -> None:
    tree.files("main.py", "db.py")
    link(tmp_path / "short", tree.root)
    project = Project(tmp_path / "short")
    main = project.module(tmp_path / "short" / "main.py")
    assert main is not None
    assert main.path == tree.root / "main.py"
    assert project.resolve(main, "db") == tree.root / "db.py"


# Many names


def test_a_folder_of_ten_thousand_files_is_listed_once(tree: Tree, record: Record) -> None:
    for number in range(10_000):
        os.close(os.open(tree.root / f"m{number}.py", os.O_CREAT | os.O_WRONLY))
    main = tree.module("m0.py")
    listed = record(os, "scandir")
    assert tree.resolve("m0.py", "m9999") == "m9999.py"
    for number in range(10_000):
        assert tree.project.resolve(main, f"missing{number}") is None
    assert listed == [str(tree.root)]
