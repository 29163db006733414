curl --fail-with-body --silent --show-error --no-buffer "$COMPLETIONS_URL/completions?api-version=2024-04-01-preview" \
  --header "Authorization: Bearer $COMPLETIONS_KEY" \
  --header "Content-Type: application/json" \
  --data '{"prompt": "Call me", "max_tokens": 16, "seed": 2, "stream": true}'
