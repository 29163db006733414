"""Writes a tiny model with random weights: write_model.py FILE

The model is a Llama of two layers in GGUF, the format of llama.cpp. Its text makes no sense, but its server behaves like that of any
model. It takes 28 MB and less than a second, because the vocabulary is padded to hold every token id of GPT-2, which tests send.
"""

import sys

import gguf
import numpy

LAYERS, WIDTH, FEED_FORWARD, HEADS, KEY_VALUE_HEADS, CONTEXT = 2, 64, 128, 4, 2, 2048
VOCABULARY = 51_200
SEED = 1
LETTERS = ["\u2581", *map(chr, range(33, 127)), *"éèüäößçñ中文日本語😀"]
WORDS = """the a of and to in is was that he it his I for with as on at by from but not you they she we this are be have had one
all whale ship captain sea our two three four five six seven Call me Ishmael Some years ago text very good Hello world Once upon
time there ing ed er ly s""".split()


def list_tokens() -> tuple[list[str], list[float], list[gguf.TokenType]]:
    """Lists the texts of the tokens, their scores and types."""
    entries = [("<unk>", 0.0, gguf.TokenType.UNKNOWN)]
    entries += [(name, 0.0, gguf.TokenType.CONTROL) for name in ("<s>", "</s>")]
    entries += [(f"<0x{byte:02X}>", 0.0, gguf.TokenType.BYTE) for byte in range(256)]
    entries += [(letter, -1000.0 - place, gguf.TokenType.NORMAL) for place, letter in enumerate(LETTERS)]
    known = {text for text, _, _ in entries}
    for word in WORDS:
        for text in (word, "\u2581" + word):
            # The tokenizer merges pairs, so it needs every beginning of a word.
            for beginning in (text[:end] for end in range(2, len(text) + 1)):
                if beginning not in known:
                    known.add(beginning)
                    entries.append((beginning, -float(len(entries)), gguf.TokenType.NORMAL))
    texts, scores, types = map(list, zip(*entries))
    padding = range(len(entries), VOCABULARY)
    return (
        texts + [f"<pad{place}>" for place in padding],
        scores + [-1e6 - place for place in padding],
        types + [gguf.TokenType.UNUSED] * len(padding),
    )


def write_model(file: str) -> None:
    texts, scores, types = list_tokens()
    used = types.index(gguf.TokenType.UNUSED)
    random = numpy.random.default_rng(SEED)

    writer = gguf.GGUFWriter(file, "llama")
    writer.add_name("tiny-random-llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_VALUE_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(VOCABULARY)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(texts)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(True)

    def draw(*shape: int, scale: float = 0.3) -> numpy.ndarray:
        return (random.standard_normal(shape) * scale).astype(numpy.float32)

    def add_norm(name: str) -> None:
        writer.add_tensor(name, numpy.ones(WIDTH, numpy.float32))

    writer.add_tensor("token_embd.weight", draw(VOCABULARY, WIDTH, scale=1.0))
    add_norm("output_norm.weight")
    output = draw(VOCABULARY, WIDTH, scale=0.35)
    # Logits of 0 are rare beside the best of the others: the model seldom ends a text, or generates padding or a single byte,
    # which is seldom a character. Its text is UTF-8, then.
    output[used:] = output[: types.index(gguf.TokenType.NORMAL)] = 0
    writer.add_tensor("output.weight", output)
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        key_value_width = WIDTH // HEADS * KEY_VALUE_HEADS
        add_norm(block + "attn_norm.weight")
        add_norm(block + "ffn_norm.weight")
        writer.add_tensor(block + "attn_q.weight", draw(WIDTH, WIDTH))
        writer.add_tensor(block + "attn_k.weight", draw(key_value_width, WIDTH))
        writer.add_tensor(block + "attn_v.weight", draw(key_value_width, WIDTH))
        writer.add_tensor(block + "attn_output.weight", draw(WIDTH, WIDTH))
        writer.add_tensor(block + "ffn_gate.weight", draw(FEED_FORWARD, WIDTH))
        writer.add_tensor(block + "ffn_up.weight", draw(FEED_FORWARD, WIDTH))
        writer.add_tensor(block + "ffn_down.weight", draw(WIDTH, FEED_FORWARD))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


write_model(sys.argv[1])
