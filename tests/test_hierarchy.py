"""The closure of is-a relations, against brute force."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx.kb.hierarchy import CycleError, Hierarchy

Parents = Mapping[str, tuple[str, ...]]


@st.composite
def acyclic(draw: st.DrawFn) -> Parents:
    """Parents of up to seven nodes, named against the order in which they stand."""
    names = draw(st.permutations("abcdefg"))[: draw(st.integers(0, 7))]
    return {
        node: tuple(draw(st.lists(st.sampled_from(names[:at]), unique=True))) if at else ()
        for at, node in enumerate(names)
    }


def reaches(parents: Parents, node: str, other: str) -> bool:
    """Whether some way up leads from a node to another."""
    return any(up == other or reaches(parents, up, other) for up in parents[node])


@given(acyclic())
def test_closure_equals_brute_force(parents: Parents) -> None:
    """Ancestors are the nodes that a walk up reaches, descendants those that reach the node."""
    tree = Hierarchy(parents)
    for node in parents:
        assert {o for o in parents if reaches(parents, node, o)} == tree.ancestors(node)
        assert {o for o in parents if reaches(parents, o, node)} == tree.descendants(node)


@given(acyclic())
def test_closure_laws(parents: Parents) -> None:
    """The closure is irreflexive, transitive, and the same from both ends."""
    tree = Hierarchy(parents)
    for node in parents:
        above = tree.ancestors(node)
        assert node not in above
        assert all(tree.ancestors(up) <= above for up in above)
        assert all(node in tree.descendants(up) for up in above)


@given(acyclic())
def test_lineage_and_is_a(parents: Parents) -> None:
    """A node stands for itself and for all below it."""
    tree = Hierarchy(parents)
    for node in parents:
        assert {node} | tree.ancestors(node) == tree.lineage(node)
        assert {other for other in parents if tree.is_a(node, other)} == tree.lineage(node)


@given(acyclic())
def test_implied_edges_are_those_that_can_go(parents: Parents) -> None:
    """An edge is implied where the closure without it is the same."""
    tree = Hierarchy(parents)
    found = set(tree.implied_edges())
    for node, direct in parents.items():
        for parent in direct:
            without = {**parents, node: tuple(up for up in direct if up != parent)}
            assert reaches(without, node, parent) == ((node, parent) in found)


@given(acyclic(), st.data())
def test_a_cycle_is_refused(parents: Parents, data: st.DataObject) -> None:
    """A node that is made to stand above itself is a CycleError that names it."""
    if not parents:
        return
    node = data.draw(st.sampled_from(sorted(parents)))
    above = [other for other in parents if other == node or reaches(parents, other, node)]
    child = data.draw(st.sampled_from(above))
    with pytest.raises(CycleError) as caught:
        Hierarchy({**parents, node: (*parents[node], child)})
    assert node in caught.value.args[1]


def test_an_unknown_parent_is_refused() -> None:
    """Every parent is a node."""
    with pytest.raises(KeyError, match="nobody"):
        Hierarchy({"a": ("nobody",)})


@pytest.mark.parametrize("ask", [Hierarchy.ancestors, Hierarchy.descendants, Hierarchy.lineage])
def test_an_unknown_node_is_a_key_error(ask: object) -> None:
    """Asking for what is no node is an error, not an empty answer."""
    with pytest.raises(KeyError, match="b"):
        ask(Hierarchy({"a": ()}), "b")  # type: ignore[operator]


def test_nothing_is_a_hierarchy() -> None:
    """No nodes have no edges."""
    expected = []
    assert expected == Hierarchy({}).implied_edges()


def test_hierarchies_refuse_changes() -> None:
    """Nothing is set or deleted, and the error says why."""
    tree = Hierarchy({"a": ()})
    with pytest.raises(AttributeError, match=r"^a Hierarchy is immutable$"):
        tree.parents = {}
    with pytest.raises(AttributeError, match=r"^a Hierarchy is immutable$"):
        del tree.parents
    assert len({hash(Hierarchy({node: ()})) for node in "abcdefgh"}) > 1


@pytest.mark.parametrize(("count", "tops"), [(0, ""), (4, "0, 1, 2, 3"), (5, "0, 1, 2, 3, …")])
def test_a_repr_names_four_at_the_top(count: int, tops: str) -> None:
    """The repr counts all nodes, and shows that more stand at the top than it names."""
    parents: Parents = {str(node): () for node in range(count)}
    below: Parents = {"below": ("0",)} if count else {}
    expected = f"<Hierarchy of {len(parents) + len(below)}: {tops}>"
    assert expected == repr(Hierarchy({**parents, **below}))
