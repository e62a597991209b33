"""try, except, else, finally: from where each of them starts."""

from __future__ import annotations

import sys

import pytest

from interpreter.conftest import Check


def test_an_except_that_nothing_leads_to(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        try:
            await session.refresh(user)
        except ValueError:
            print(user.name)
    """)


def test_an_except_after_nothing(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        try:
            pass
        except Exception:
            print(user.name)
    """)


def test_an_except_for_everything_after_what_cannot_fail(check_body: Check) -> None:
    check_body("""\
        try:
            user.name = "ann"
            print(user.id)
        except Exception:
            await session.rollback()
        print(user.name)
    """)


def test_an_inner_except_after_what_cannot_fail(check_body: Check) -> None:
    check_body("""\
        try:
            try:
                user.name = "ann"
            except Exception:
                pass
        except Exception:
            await session.rollback()
        print(user.name)
    """)


def test_an_except_for_something_after_what_cannot_fail_as_far_as_anybody_knows(
    check_body: Check,
) -> None:
    check_body("""\
        try:
            print(user.id)
        except ValueError:
            await session.rollback()
        print(user.«GRN010:name»)
    """)


def test_a_flush_with_nothing_to_write_does_not_fail(check_body: Check) -> None:
    check_body("""\
        async with Session() as own:
            mine = await fetch(own)
            try:
                await own.flush()
            except Exception:
                await own.rollback()
            print(mine.name)
    """)


def test_a_flush_with_something_to_write_may_fail(check_body: Check) -> None:
    check_body("""\
        async with Session() as own:
            mine = await fetch(own)
            mine.name = "ann"
            try:
                await own.flush()
            except Exception:
                await own.rollback()
            print(mine.«GRN010:name»)
    """)


def test_a_refresh_that_fails_is_believed_to_have_left_everything(check_body: Check) -> None:
    check_body("""\
        async with Session() as own:
            mine = await fetch(own)
            try:
                await own.refresh(mine)
            finally:
                print(mine.name)
    """)


@pytest.mark.parametrize("error", ["ValueError", "LookupError", "NotFound"])
def test_a_raise_is_caught_by_its_class(check_body: Check, error: str) -> None:
    check_body(f"""\
        class NotFound(Exception):
            pass
        await session.commit()
        try:
            if flag:
                raise {error}("no")
            await session.refresh(user)
        except {error}:
            print(user.«name»)
        except KeyError:
            print(user.id)
    """)


def test_except_may_start_before_the_body(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        try:
            await session.refresh(user)
        except Exception:
            print(user.«name»)
    """)


def test_except_may_start_after_the_body(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
            mystery()
        except ValueError:
            print(user.«name»)
    """)


def test_after_an_except_that_goes_on(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        try:
            await session.refresh(user)
        except Exception:
            pass
        print(user.«name»)
    """)


@pytest.mark.parametrize("leave", ["return", "raise", "raise ValueError from None"])
def test_after_an_except_that_leaves(check_body: Check, leave: str) -> None:
    check_body(f"""\
        await session.commit()
        try:
            await session.refresh(user)
        except ValueError:
            {leave}
        print(user.name)
    """)


def test_else_starts_after_the_body(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        try:
            await session.refresh(user)
        except ValueError:
            return
        else:
            print(user.name)
    """)
    check_body("""\
        try:
            await session.commit()
        except ValueError:
            return
        else:
            print(user.«name»)
    """)


def test_finally_runs_after_all_of_them(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
        finally:
            print(user.«name»)
    """)


def test_finally_mends(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
        finally:
            await session.refresh(user)
        print(user.name)
    """)


def test_finally_runs_before_a_return_is_over(check: Check) -> None:
    check("""\
        async def work(session, user):
            try:
                return user
            finally:
                await session.commit()

        async def main():
            async with Session() as session:
                user = await work(session, await fetch(session))
                print(user.«name»)
    """)


def test_a_return_in_finally_wins(check: Check) -> None:
    check("""\
        async def work(user, session):
            try:
                return user
            finally:
                return None

        async def main():
            async with Session() as session:
                user = await work(await fetch(session), session)
                await session.commit()
                print(user.name)
    """)


def test_finally_runs_before_break_and_continue(check_body: Check) -> None:
    check_body("""\
        for item in items:
            try:
                break
            finally:
                await session.commit()
        else:
            return
        print(user.«name»)
    """)
    check_body("""\
        for item in items:
            try:
                continue
            finally:
                await session.commit()
            print(user.name)
    """)


def test_a_raise_goes_to_its_handler(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
            raise ValueError
        except ValueError:
            print(user.«name»)
    """)


def test_nothing_follows_a_raise(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
            raise ValueError
            print(user.name)
        finally:
            pass
        print(user.name)
    """)


def test_a_callee_that_raises(check: Check) -> None:
    check("""\
        def fail():
            raise ValueError

        async def main():
            async with Session() as session:
                user = await fetch(session)
                try:
                    await session.commit()
                    fail()
                    print(user.name)
                except ValueError:
                    print(user.«name»)
    """)


def test_a_callee_that_always_raises_ends_the_path(check: Check) -> None:
    check("""\
        def fail(reason):
            raise ValueError(reason)

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                fail("why")
                print(user.name)
    """)


LONG = "\n".join(f"    print({number})" for number in range(12))


@pytest.mark.parametrize(
    "ending",
    [
        "raise ValueError(reason)",
        "if reason:\n        raise KeyError\n    else:\n        raise ValueError",
    ],
)
def test_a_long_callee_that_always_raises_ends_the_path(check: Check, ending: str) -> None:
    check(f"""\
def fail(reason):
{LONG}
    {ending}

async def main():
    async with Session() as session:
        user = await fetch(session)
        try:
            await session.refresh(user)
        except Exception:
            await session.rollback()
            fail("why")
        print(user.name)
""")


@pytest.mark.parametrize(
    "ending",
    [
        "if reason:\n        raise ValueError",
        "try:\n        print()\n    except ValueError:\n        return\n    raise KeyError",
        "with suppress(ValueError):\n        raise ValueError",
    ],
)
def test_a_long_callee_that_may_return(check: Check, ending: str) -> None:
    check(f"""\
def report(reason):
{LONG}
    {ending}

async def main():
    async with Session() as session:
        user = await fetch(session)
        try:
            await session.refresh(user)
        except Exception:
            await session.rollback()
            report("why")
        print(user.«GRN010:name»)
""")


def test_what_a_callee_always_raises_is_all_that_it_raises(check: Check) -> None:
    check("""\
        async def save(session):
            await session.commit()
            raise ValueError

        async def main():
            async with Session() as session:
                user = await fetch(session)
                try:
                    await save(session)
                except KeyError:
                    print(user.name)
                except ValueError:
                    print(user.«name»)
    """)


@pytest.mark.parametrize(
    ("expected", "read"),
    [
        ("KeyError", "user.name"),
        ("ValueError", "user.«name»"),
        # A test means one of the two, and nobody knows which.
        ("(KeyError, ValueError)", "user.name"),
        ("LookupError", "user.name"),
        ("Exception", "user.name"),
    ],
)
def test_pytest_raises_lets_other_exceptions_through(
    check: Check, expected: str, read: str
) -> None:
    check(f"""\
        import pytest

        async def fail(session, flag):
            if flag:
                raise KeyError
            await session.commit()
            raise ValueError

        async def main(flag):
            async with Session() as session:
                user = await fetch(session)
                with pytest.raises({expected}):
                    await fail(session, flag)
                print({read})
    """)


def test_whichever_failure_a_test_means_both_have_committed(check: Check) -> None:
    check("""\
        import pytest

        async def fail(session, flag):
            await session.commit()
            if flag:
                raise KeyError
            raise ValueError

        async def main(flag):
            async with Session() as session:
                user = await fetch(session)
                with pytest.raises((KeyError, ValueError)):
                    await fail(session, flag)
                print(user.«name»)
    """)


def test_an_inner_handler_of_another_kind_lets_it_through(check_body: Check) -> None:
    check_body("""\
        try:
            try:
                await session.commit()
                raise ValueError
            except KeyError:
                await session.refresh(user)
        except ValueError:
            print(user.«name»)
    """)


def test_what_is_raised_again_is_what_was_caught(check_body: Check) -> None:
    check_body("""\
        try:
            try:
                await session.commit()
                raise ValueError
            except ValueError:
                raise
        except KeyError:
            print(user.name)
        except ValueError:
            print(user.«name»)
    """)


def test_after_an_inner_handler_the_outer_exception_is_raised_again(check_body: Check) -> None:
    check_body("""\
        try:
            try:
                await session.commit()
                raise ValueError
            except ValueError:
                try:
                    raise KeyError
                except KeyError:
                    pass
                raise
        except KeyError:
            print(user.name)
        except ValueError:
            print(user.«name»)
    """)


def test_what_a_failure_left_as_it_was_is_in_a_session_that_refuses(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        try:
            session.add(User())
            await session.flush()
            user = User(name="bob")
        except IntegrityError:
            pass
        print(user.name)
    """)


def test_a_rollback_after_a_failure_expires_what_it_left(check_body: Check) -> None:
    check_body("""\
        try:
            session.add(User())
            await session.flush()
            user = User(name="bob")
        except IntegrityError:
            await session.rollback()
        print(user.«GRN010:name»)
    """)


def test_what_was_found_before_one_of_two_failures(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                orders = (await session.scalars(select(Order))).all()
                try:
                    users = (await session.scalars(select(User))).all()
                    await session.scalars(select(Order))
                except Exception:
                    for order in orders:
                        print(order.«GRN007:user»)
    """)


def test_what_was_found_before_a_failure(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                orders = (await session.scalars(select(Order))).all()
                users = (await session.scalars(select(User))).all()
                try:
                    await session.scalars(select(Order))
                except Exception:
                    for order in orders:
                        print(order.user)
    """)


def test_what_a_handler_has_closed_is_not_read_after_it(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = (await session.scalars(select(User))).first()
                order = (await session.scalars(select(Order))).first()
                try:
                    session.add(User())
                    await session.flush()
                except Exception:
                    await session.close()
                print(order.user)
    """)


def test_what_only_the_body_has_loaded(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                order = (await session.scalars(select(Order))).one()
                try:
                    user = (await session.scalars(select(User))).first()
                except Exception:
                    print("none")
                print(order.«GRN007:user»)
    """)


def test_what_only_the_body_has_loaded_and_somebody_asks_for(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                order = (await session.scalars(select(Order))).one()
                try:
                    user = (await session.scalars(select(User))).first()
                except Exception:
                    user = None
                if user:
                    print(order.user)
    """)


def test_a_commit_of_nothing_does_not_fail(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = (await session.scalars(select(User))).one()
                await session.commit()
                try:
                    await session.commit()
                    user = User(name="bob")
                    session.add(user)
                    await session.flush()
                except Exception:
                    await session.rollback()
                    print(user.name)
    """)


def test_a_base_class_catches(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
            raise KeyError
        except LookupError:
            print(user.«name»)
    """)


def test_a_tuple_of_classes_catches(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
            raise KeyError
        except (ValueError, KeyError):
            print(user.«name»)
    """)


def test_a_bare_except_catches_all(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
            raise mystery.Error
        except:
            print(user.«name»)
    """)


def test_nested_finally(check_body: Check) -> None:
    check_body("""\
        try:
            try:
                return
            finally:
                await session.commit()
        finally:
            print(user.«name»)
    """)


def test_an_exception_is_bound(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        try:
            mystery()
        except ValueError as user:
            print(user.name)
    """)


@pytest.mark.parametrize(
    "kind", ["MissingGreenlet", "StatementError", "SQLAlchemyError", "Exception"]
)
def test_a_read_in_a_handled_try_is_still_a_read(check: Check, kind: str) -> None:
    """Only who names MissingGreenlet, or its nearest kin, wants it."""
    mark = "name" if kind in ("MissingGreenlet", "StatementError") else "«name»"
    check(f"""\
        from sqlalchemy.exc import MissingGreenlet, SQLAlchemyError, StatementError

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                try:
                    print(user.{mark})
                except {kind}:
                    pass
    """)


@pytest.mark.parametrize(
    "manager",
    ["suppress(ValueError)", "suppress(mystery.Error)", "suppress(*mystery.Errors)"],
)
def test_suppress_goes_on_from_wherever_it_failed(check_body: Check, manager: str) -> None:
    check_body(f"""\
        await session.commit()
        with {manager}:
            mystery()
            await session.refresh(user)
        print(user.«name»)
    """)


def test_an_ordinary_with_does_not_swallow(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        with mystery.timer:
            await session.refresh(user)
        print(user.name)
    """)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="except* came with Python 3.11")
def test_except_star(check_body: Check) -> None:
    check_body("""\
        try:
            await session.commit()
            mystery()
        except* ValueError:
            print(user.«name»)
    """)


def test_what_is_missing_on_another_path_is_not_mended_along(check_body: Check) -> None:
    check_body("""\
        async with Session() as own:
            mine = await fetch(own)
            await own.commit()
            if flag:
                mine.name = "ann"
            print(mine.«name»)
            print(mine.«id»)
            print(mine.id)
    """)


def test_a_flush_has_nothing_to_write_after_a_commit(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        await session.refresh(user)
        try:
            await session.flush()
        except Exception:
            await session.rollback()
        print(user.name)
    """)


def test_a_rollback_of_what_was_loaded_beside_a_commit_of_an_unknown_session(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession) -> None:
            user = await fetch(session)
            try:
                await session.commit()
            except Exception:
                await session.rollback()
            print(user.«GRN010:name»)
    """)


def test_a_rollback_of_what_a_commit_of_an_unknown_session_may_have_expired(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession) -> None:
            user = await fetch(session)
            await session.commit()
            try:
                session.add(User(name="bob"))
                await session.commit()
            except Exception:
                await session.rollback()
            print(user.«GRN010:name»)
    """)


def test_a_rollback_in_a_callee_of_what_a_commit_may_have_expired(check: Check) -> None:
    check("""\
        async def save(session: AsyncSession) -> None:
            try:
                session.add(User(name="bob"))
                await session.commit()
            except Exception:
                await session.rollback()


        async def main(session: AsyncSession) -> None:
            user = await fetch(session)
            await session.commit()
            await save(session)
            print(user.name)
    """)


def test_an_expiry_of_what_a_commit_of_an_unknown_session_may_have_expired(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession, flag: bool) -> None:
            user = await fetch(session)
            await session.commit()
            if flag:
                session.expire(user)
            print(user.«GRN010:name»)
    """)


def test_what_is_told_may_be_none_only_where_it_was_not_missing(check_body: Check) -> None:
    check_body("""\
        order = Order(title="new", user=User(name="new"))
        session.add(order)
        await session.flush()
        await session.refresh(order)
        try:
            await session.commit()
        except Exception:
            await session.rollback()
        print(order.«user».name)
        print(user.«name»)
    """)


@pytest.mark.parametrize("name", ["orders", "name"])
def test_what_is_loaded_in_a_greenlet_may_fail(check_body: Check, name: str) -> None:
    check_body(f"""\
        await session.commit()
        try:
            await session.run_sync(lambda _: user.{name})
        except Exception:
            print(user.«name»)
        print(user.name)
    """)


def test_a_rollback_in_a_callee_that_no_failure_has_led_to(check: Check) -> None:
    check("""\
        async def check(session: AsyncSession, flag: bool) -> None:
            if flag:
                await session.rollback()


        async def main(session: AsyncSession, flag: bool) -> None:
            user = await fetch(session)
            await session.commit()
            print((await session.scalars(select(Order.title))).all())
            await check(session, flag)
            print(user.«GRN010:name»)
    """)


def test_what_was_handed_in_and_could_not_be_deleted(check: Check) -> None:
    check("""\
        async def remove(session: AsyncSession, one: User):
            try:
                await session.delete(one)
                await session.commit()
            except Exception as error:
                await session.rollback()
                raise ValueError(one.«GRN010:name») from error
            print(one.name)
    """)
