"""The training loop: warm up, hold, and decay when told to, so that a run can be ended at any step.

The run's folder holds `recipe.json`, `log.jsonl` (one line every fifty steps), `checkpoint/` (weights, optimiser
moments, step) and at the end `weights.safetensors`. Start it again on the same folder and it resumes. A file named
`decay` in the folder, the recipe's `hold_steps` or the end of `hours` starts the decay.
"""

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from qa.training.features import Feature, epoch_batches
from qa.training.losses import marginal_loss, teacher_loss
from qa.training.network import SpanNetwork, layer_of
from qa.training.recipe import Recipe

CHECKPOINT_SECONDS = 600.0
LOG_STEPS = 50


class Schedule:
    """The factor on the learning rates, 0..1, step by step."""

    def __init__(self, recipe: Recipe, steps_per_epoch: int) -> None:
        self._recipe = recipe
        self._steps_per_epoch = steps_per_epoch
        self.decay_start: int | None = 0 if recipe.decay_from_start else None

    def factor(self, step: int) -> float:
        """Rises linearly over the warm-up, holds 1, falls linearly to 0 once `decay_start` is set."""
        rise = min(1.0, (step + 1) / self._recipe.warmup_steps)
        if self.decay_start is None:
            return rise
        return rise * max(0.0, 1.0 - (step - self.decay_start) / self.decay_steps)

    @property
    def decay_steps(self) -> int:
        if self._recipe.decay_from_start:
            return self._steps_per_epoch
        return round(self._recipe.decay_share * (self.decay_start or 0))

    def is_due(self, step: int) -> bool:
        """Whether the recipe lets the decay start here."""
        return self._recipe.hold_steps is not None and step >= self._recipe.hold_steps

    def is_over(self, step: int) -> bool:
        return self.decay_start is not None and step >= self.decay_start + self.decay_steps


def train(
    network: SpanNetwork,
    features: Sequence[Feature],
    recipe: Recipe,
    run: Path,
    *,
    hours: float = math.inf,
    stop_after: int | None = None,
) -> Path:
    """Trains until the decay is over and returns the path of the final weights. After `stop_after` steps it saves a
    checkpoint and raises KeyboardInterrupt, as when stopped by hand."""
    run.mkdir(parents=True, exist_ok=True)
    (run / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1), encoding="utf-8")
    optimizer = _optimizer(network, recipe)
    schedule = Schedule(recipe, min(len(features), recipe.most_windows or len(features)) // recipe.batch_size)
    step = _resume(run, network, optimizer, schedule)
    log = _Log(run, recipe.batch_size)
    deadline = time.monotonic() + hours * 3600
    saved_at = time.monotonic()
    for batch in _batches_from(step, features, recipe):
        if schedule.decay_start is None and (schedule.is_due(step) or _is_told(run) or time.monotonic() > deadline):
            schedule.decay_start = step
        if schedule.is_over(step):
            break
        torch.manual_seed(recipe.seed + step)  # the same dropout in a run that is resumed
        loss = _update(network, optimizer, batch, schedule.factor(step), recipe)
        step += 1
        log.add(step, loss, schedule.factor(step))
        if step == stop_after:
            _save(run, network, optimizer, schedule, step)
            raise KeyboardInterrupt
        if time.monotonic() - saved_at > CHECKPOINT_SECONDS:
            _save(run, network, optimizer, schedule, step)
            saved_at = time.monotonic()
    _save(run, network, optimizer, schedule, step)
    save_file(network.state_dict(), run / "weights.safetensors")
    return run / "weights.safetensors"


def _is_told(run: Path) -> bool:
    return (run / "decay").exists()


def _batches_from(step: int, features: Sequence[Feature], recipe: Recipe) -> Iterator[list[Feature]]:
    """Endless batches, epoch after epoch, without the first `step`."""
    position, epoch = 0, 0
    while True:
        for batch in epoch_batches(features, epoch, recipe):
            position += 1
            if position > step:
                yield batch
        epoch += 1


def _update(
    network: SpanNetwork, optimizer: torch.optim.Optimizer, batch: list[Feature], factor: float, recipe: Recipe
) -> Tensor:
    """The loss, not waited for: reading it would hold up an accelerator at every step."""
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor
    device = next(network.parameters()).device
    ids, mask, types = (part.to(device) for part in collate(batch, recipe.length_step))
    with autocast(device):
        start_scores, end_scores = network(ids, mask, types)
    loss = marginal_loss(start_scores, end_scores, batch)
    if recipe.teacher_share:
        by_teacher = teacher_loss(start_scores, end_scores, batch, recipe.temperature)
        loss = (1 - recipe.teacher_share) * loss + recipe.teacher_share * by_teacher
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), recipe.gradient_norm)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.detach()


def autocast(device: torch.device) -> torch.autocast:
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=_has_fast_bf16(device))


def _has_fast_bf16(device: torch.device) -> bool:
    """Without instructions of its own bf16 is many times slower than 32-bit floats."""
    if device.type == "cuda":
        return True
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def collate(batch: Sequence[Feature], length_step: int) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and types, (batch, tokens), padded with zeros to a multiple of `length_step`."""
    longest = max(len(feature.ids) for feature in batch)
    width = -(-longest // length_step) * length_step
    ids = np.zeros((len(batch), width), np.int64)
    mask = np.zeros_like(ids)
    types = np.zeros_like(ids)
    for row, feature in enumerate(batch):
        ids[row, : len(feature.ids)] = feature.ids
        mask[row, : len(feature.ids)] = 1
        types[row, : len(feature.ids)] = feature.types
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(types)


def _optimizer(network: SpanNetwork, recipe: Recipe) -> torch.optim.AdamW:
    """Biases and layer norms are not decayed; the head learns at its own rate, lower layers more slowly if the recipe says
    so, what takes no gradient not at all."""
    learning = [(name, parameter) for name, parameter in network.named_parameters() if parameter.requires_grad]
    top = max((layer for name, _ in learning if (layer := layer_of(name)) is not None), default=0)
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in learning:
        below = top - layer if (layer := layer_of(name)) is not None else top + 1
        rate = recipe.learning_rate * recipe.layer_decay**below
        peak = recipe.head_learning_rate if name.startswith("head.") else rate
        decay = 0.0 if parameter.ndim == 1 else recipe.weight_decay
        groups.setdefault((peak, decay), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": ps, "peak": peak, "lr": peak, "weight_decay": decay} for (peak, decay), ps in groups.items()],
        betas=(0.9, 0.98),
        fused=True,
    )


def _save(run: Path, network: SpanNetwork, optimizer: torch.optim.Optimizer, schedule: Schedule, step: int) -> None:
    """Writes a checkpoint beside the old one, then takes its place: a kill leaves one of the two whole."""
    fresh, folder = run / "checkpoint.new", run / "checkpoint"
    fresh.mkdir(exist_ok=True)
    save_file(network.state_dict(), fresh / "network.safetensors")
    moments: dict[str, Tensor] = {}
    for index, state in optimizer.state_dict()["state"].items():
        for key, value in state.items():
            moments[f"{index}.{key}"] = value.clone().contiguous()
    save_file(moments, fresh / "optimizer.safetensors")
    (fresh / "progress.json").write_text(json.dumps({"step": step, "decay_start": schedule.decay_start}))
    if folder.exists():
        folder.replace(_emptied(run / "checkpoint.old"))
    fresh.replace(folder)


def _emptied(folder: Path) -> Path:
    if folder.exists():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    return folder


def _resume(run: Path, network: SpanNetwork, optimizer: torch.optim.Optimizer, schedule: Schedule) -> int:
    """Loads the checkpoint, if there is one, and returns the number of steps made."""
    folder = run / "checkpoint"
    if not folder.exists():
        return 0
    progress = json.loads((folder / "progress.json").read_text())
    network.load_state_dict(load_file(folder / "network.safetensors"))
    state = optimizer.state_dict()
    for name, value in load_file(folder / "optimizer.safetensors").items():
        index, key = name.split(".")
        state["state"].setdefault(int(index), {})[key] = value
    optimizer.load_state_dict(state)
    schedule.decay_start = progress["decay_start"]
    return int(progress["step"])


class _Log:
    """`log.jsonl`: a line every LOG_STEPS steps, with the mean loss since the one before."""

    def __init__(self, run: Path, batch_size: int) -> None:
        self._file = run / "log.jsonl"
        self._batch_size = batch_size
        self._losses: list[Tensor] = []
        self._since = time.monotonic()

    def add(self, step: int, loss: Tensor, factor: float) -> None:
        self._losses.append(loss)
        if step % LOG_STEPS:
            return
        mean = torch.stack(self._losses).mean().item()
        seconds = time.monotonic() - self._since
        line = {
            "step": step,
            "loss": round(mean, 4),
            "factor": round(factor, 4),
            "examples_per_second": round(len(self._losses) * self._batch_size / seconds, 1),
        }
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        self._losses, self._since = [], time.monotonic()
