"""The readers as torch modules: a pre-trained encoder with a linear layer that scores every token as start and as end."""

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, MPNetModel

BERT_VOCABULARY = 30522
BERT_PADDING, BERT_UNKNOWN, BERT_CLS, BERT_SEP, BERT_MASK = 0, 100, 101, 102, 103


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
        """A new head on the weights of a sentence encoder, BERT's or MPNet's. `dropout`: of embeddings and hidden states."""
        config = AutoConfig.from_pretrained(folder, hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0)
        encoder = AutoModel.from_pretrained(
            folder, config=config, add_pooling_layer=False, attn_implementation="eager", dtype=torch.float32
        )
        if config.model_type == "mpnet":
            encoder = BertTokensMpnet(encoder)
        return cls(encoder, config.hidden_size)

    def freeze(self, layers: int) -> None:
        """Takes the embeddings, what all layers share, and the lowest layers out of training."""
        for name, parameter in self.encoder.named_parameters():
            layer = layer_of(name)
            parameter.requires_grad_(layer is not None and layer >= layers)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        scores = self.head(states).float()  # (batch, tokens, 2)
        scores = scores.masked_fill(mask.unsqueeze(-1) == 0, -1e4)
        return scores[..., 0], scores[..., 1]


class BertTokensMpnet(nn.Module):
    """MPNet that takes BERT's token ids, so that all readers share one tokenizer: the same words, in a table of another order.

    One [SEP] stands between question and passage where MPNet was trained with two; MPNet has no types."""

    def __init__(self, mpnet: MPNetModel) -> None:
        super().__init__()
        table = mpnet.embeddings.word_embeddings.weight.detach()
        rows = torch.arange(BERT_VOCABULARY) + 4
        specials = {BERT_PADDING: 1, BERT_UNKNOWN: 104, BERT_CLS: 0, BERT_SEP: 2, BERT_MASK: 30526}
        for bert, own in specials.items():
            rows[bert] = own
        mpnet.embeddings.word_embeddings = nn.Embedding(BERT_VOCABULARY, table.shape[1], _weight=table[rows].clone())
        self.first_position = int(mpnet.embeddings.padding_idx) + 1
        self.mpnet = mpnet

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> object:
        positions = torch.arange(input_ids.shape[1], device=input_ids.device) + self.first_position
        # Padding follows the text and is masked, so that its positions do not matter.
        return self.mpnet(
            input_ids=input_ids, attention_mask=attention_mask, position_ids=positions.expand_as(input_ids)
        )


def layer_of(name: str) -> int | None:
    """The layer a parameter belongs to, from 0; None for embeddings, head and what all layers share."""
    after = name.partition(".layer.")[2]
    return int(after.split(".", 1)[0]) if after else None


def average(weights: Sequence[Path], target: Path) -> Path:
    """Writes the mean of weights that were trained from the same beginning (Wortsman et al. 2022, arXiv 2203.05482)."""
    loaded = [load_file(file) for file in weights]
    save_file({name: torch.stack([each[name] for each in loaded]).mean(0) for name in loaded[0]}, target)
    return target
