"""The reader as a torch module: MiniLM-L6 with a linear layer that scores every token as start and as end."""

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel


class SpanNetwork(nn.Module):
    """Token ids, mask, types (batch, tokens) -> start and end scores, each (batch, tokens); padding scores -1e4."""

    def __init__(self, encoder: nn.Module, hidden_size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(hidden_size, 2)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    @classmethod
    def from_encoder_folder(cls, folder: Path, *, dropout: float = 0.0) -> "SpanNetwork":
        """A new head on the weights of a sentence encoder. `dropout`: of embeddings and hidden states."""
        config = AutoConfig.from_pretrained(folder, hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0)
        encoder = AutoModel.from_pretrained(
            folder, config=config, add_pooling_layer=False, attn_implementation="eager", dtype=torch.float32
        )
        return cls(encoder, config.hidden_size)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        scores = self.head(states).float()  # (batch, tokens, 2)
        scores = scores.masked_fill(mask.unsqueeze(-1) == 0, -1e4)
        return scores[..., 0], scores[..., 1]


def average(weights: Sequence[Path], target: Path) -> Path:
    """Writes the mean of weights that were trained from the same beginning (Wortsman et al. 2022, arXiv 2203.05482)."""
    loaded = [load_file(file) for file in weights]
    save_file({name: torch.stack([each[name] for each in loaded]).mean(0) for name in loaded[0]}, target)
    return target
