"""Cells of any number and size: found where they were put, and none is lost."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.widgets.cell_grid import CellGrid

grids = st.builds(
    CellGrid,
    count=st.integers(1, 300),
    width=st.integers(1, 3000),
    cell_width=st.integers(1, 400),
    cell_height=st.integers(1, 400),
    gap=st.integers(0, 20),
)


@given(grids, st.data())
def test_a_cell_is_found_where_it_lies(grid: CellGrid, data: st.DataObject) -> None:
    cell = data.draw(st.integers(0, grid.count - 1))
    left, top = grid.position(cell)
    across = data.draw(st.integers(0, grid.cell_width - 1))
    down = data.draw(st.integers(0, grid.cell_height - 1))
    assert grid.cell_at(left + across, top + down) == cell


@given(grids)
def test_cells_lie_within_the_sheet_and_none_upon_another(grid: CellGrid) -> None:
    places = [grid.position(cell) for cell in range(grid.count)]
    assert len(set(places)) == grid.count
    assert max(top for _, top in places) + grid.row_height == grid.height
    lefts = sorted({left for left, _ in places})
    assert all(b - a >= grid.cell_width for a, b in pairwise(lefts))
    if grid.columns > 1:
        assert lefts[0] >= 0
        assert lefts[-1] + grid.cell_width <= grid.width


@given(grids, st.integers(0, 5000), st.integers(1, 900))
def test_cells_in_sight_are_those_that_reach_into_it(
    grid: CellGrid, top: int, height: int
) -> None:
    seen = set(grid.cells_between(top, top + height))
    for cell in range(grid.count):
        upper = grid.position(cell)[1]
        if upper < top + height and upper + grid.cell_height > top:
            assert cell in seen
        if upper >= top + height or upper + grid.row_height <= top:
            assert cell not in seen


@given(grids, st.integers(-400, 400), st.data())
def test_a_step_stays_within_the_sheet(
    grid: CellGrid, rows: int, data: st.DataObject
) -> None:
    cell = data.draw(st.integers(0, grid.count - 1))
    column = cell % grid.columns
    reached = grid.reached(cell, rows * grid.columns)
    assert 0 <= reached < grid.count
    assert reached % grid.columns == column or reached == grid.count - 1
    assert 0 <= grid.reached(cell, rows) < grid.count


def test_an_empty_sheet_has_no_cells() -> None:
    grid = CellGrid(0, 500, 100, 80, 8)
    assert grid.height == 0
    assert grid.cell_at(20, 20) is None
    assert list(grid.cells_between(0, 600)) == []


def test_nothing_lies_between_cells() -> None:
    grid = CellGrid(9, 350, 100, 80, 10)
    assert grid.columns == 3
    left, top = grid.position(4)
    assert grid.cell_at(left - 1, top) is None
    assert grid.cell_at(left, top - 1) is None
    assert grid.cell_at(left + 100, top) is None
