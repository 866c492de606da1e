"""What users of Mesa expect of the model: batches, data collectors, agents of their own, and errors that say where."""

import mesa
import pytest

from agents.insurgent import Insurgent
from agents.mediator import Mediator
from agents.party import Principal
from experiments.runs.blocks import play
from sim.engine.agents_error import AgentsError
from sim.engine.mesa_model import PeaceTalks
from sim.scenario.document import ScenarioError
from sim.scenario.yaml_text import dump
from tests.conftest import compiled, kernel, scenario

ROUNDS = 6


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(dump(scenario() | {"time": {"rounds": ROUNDS}}))
    return str(path)


def batch(file, parameters, **options):
    return mesa.batch_run(
        PeaceTalks, {"scenario": file, **parameters}, number_processes=1, display_progress=False, **options
    )


def test_a_batch_takes_plain_parameters_and_ends_as_the_kernel_does(file):
    rows = batch(file, {"seed": [1, 2, 3], "history": [0, 5]})
    names = compiled(scenario() | {"time": {"rounds": ROUNDS}}).names.outcomes
    for seed in (1, 2, 3):
        played = play(compiled(scenario() | {"time": {"rounds": ROUNDS}}), seed, 0, 6, kernel())["outcome"]
        for history in (0, 5):
            found = {row["outcome"] for row in rows if (row["seed"], row["history"]) == (seed, history)}
            assert found == {names[played[history]]}


def test_runs_of_a_batch_differ_by_their_seed(file):
    rows = batch(file, {"seed": list(range(8))})
    assert len({row["incidents"] for row in rows}) > 4 or len({row["believed"] for row in rows}) > 4


def test_without_a_seed_iterations_differ(file):
    rows = batch(file, {}, iterations=8)
    beliefs = {tuple(row["believed"] for row in rows if row["iteration"] == i) for i in range(8)}
    assert len(beliefs) > 4


def test_numbers_of_the_scenario_are_parameters(file):
    """Who surely means it is believed to, and the other way round."""
    rows = batch(file, {"seed": [1], "parties.rebels.settles": [0.02, 0.98]})
    means = {row["parties.rebels.settles"]: row["means_to_settle"] for row in rows if row["name"] == "rebels"}
    assert means == {0.02: False, 0.98: True}


def test_a_mistake_in_a_parameter_is_the_scenarios(file):
    with pytest.raises(ScenarioError, match="occassion"):
        PeaceTalks(file, **{"tables.talks.occassion": 1})


def test_the_collector_has_the_start_and_every_round(file):
    model = PeaceTalks(file, seed=1)
    while model.running:
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["round"].tolist() == list(range(ROUNDS + 1))
    assert frame["outcome"].tolist()[:-1] == [""] * ROUNDS
    assert frame["outcome"].iloc[-1] == model.outcome != ""
    agents = model.datacollector.get_agent_vars_dataframe()
    assert set(agents["name"]) == {*model.compiled.names.parties, *model.compiled.names.mediators}
    assert agents["believed"].dropna().between(0, 1).all()


def test_a_collector_of_ones_own_finds_agents_and_model(file):
    class Watched(PeaceTalks):
        def __init__(self, *given, **named):
            super().__init__(*given, **named)
            self.datacollector = mesa.DataCollector(
                model_reporters={"leverage": lambda model: model.world.leverage},
                agent_reporters={"demands": lambda agent: len(agent.demands)},
                agenttype_reporters={Principal: {}},
            )
            self.datacollector.collect(self)

    model = Watched(file, seed=1)
    model.step()
    assert len(model.datacollector.get_model_vars_dataframe()) == 2
    assert (model.datacollector.get_agent_vars_dataframe()["demands"] > 0).all()


def test_agents_are_mesas_and_ones_own(file):
    class Proud(Insurgent):
        """Says nothing."""

    model = PeaceTalks(file, seed=1, agents={"insurgent": Proud})
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    proud = [agent for agent in model.agents if isinstance(agent, Proud)]
    assert [agent.role for agent in proud] == ["insurgent"]
    assert type(proud[0]).__name__ == "Proud"
    assert proud[0].model is model
    assert len({agent.unique_id for agent in model.agents}) == len(model.agents)


def wrong(**methods):
    return type("Wrong", (Insurgent,), methods)


@pytest.mark.parametrize(
    ("methods", "said"),
    [
        ({"atend": lambda self, table: None}, 'Wrong.atend: no decision is called that; did you mean "attend"'),
        ({"ponder": lambda self: None}, "Wrong.ponder: no decision is called that"),
        ({"attend": lambda self: None}, r"Wrong.attend\(self\) is asked with \(self, table\)"),
        ({"sign": lambda self, table, rung: None}, r"Wrong.sign\(self, table, rung\) is asked with \(self, table\)"),
    ],
)
def test_a_method_that_no_decision_is_called_by_is_refused(file, methods, said):
    with pytest.raises(ValueError, match=said):
        PeaceTalks(file, 1, agents={"rebels": wrong(**methods)})


def test_helpers_and_properties_of_ones_own_are_welcome(file):
    class Own(Insurgent):
        mood = 0.1

        @property
        def temper(self):
            return self._doubled(self.mood)

        def _doubled(self, x):
            return 2 * x

        def attend(self, table, *, again=False):
            settle, stall = super().attend(table)
            return (*settle, self.temper), (*stall, self.temper)

    PeaceTalks(file, 1, agents={"rebels": Own}).play(0)


def broken(self, table):
    return 1 / 0


def nonsense(self, table):
    return 0.3


@pytest.mark.parametrize(
    ("attend", "said"),
    [
        (broken, r"Wrong.attend \(test_mesa.py, line \d+\): ZeroDivisionError: division by zero"),
        (nonsense, "Wrong.attend: expected the terms of one that settles and of one that stalls.* got 0.3"),
        (lambda self, table: ((0.1,), ("a",)), "Wrong.attend: expected the terms"),
    ],
)
def test_a_fault_of_an_agent_of_ones_own_says_where(file, attend, said):
    model = PeaceTalks(file, 1, agents={"rebels": wrong(attend=attend)}, **{"tables.talks.occasion": 1})
    with pytest.raises(AgentsError, match=said):
        model.play(0)


def test_a_mediator_of_ones_own_is_asked_too():
    class Bold(Mediator):
        def mediate(self, table):
            return 1.0

        def meditate(self):
            return 0.0

    data = scenario()
    data["parties"]["qatar"] = {"role": "mediator"}
    with pytest.raises(ValueError, match=r"Bold\.meditate: no decision .* mean .mediate."):
        PeaceTalks(compiled(data), 1, agents={"qatar": Bold})
