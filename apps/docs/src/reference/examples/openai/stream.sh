curl --fail-with-body --silent --show-error --no-buffer "$OPENAI_BASE_URL/completions" \
  --header "Authorization: Bearer $OPENAI_API_KEY" \
  --header "Content-Type: application/json" \
  --data '{"model": "moby-dick", "prompt": "Call me", "max_tokens": 16, "seed": 2, "stream": true}'
