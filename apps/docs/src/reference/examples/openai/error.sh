curl --silent --show-error --write-out "\n%{http_code}\n" "$OPENAI_BASE_URL/completions" \
  --header "Authorization: Bearer $OPENAI_API_KEY" \
  --header "Content-Type: application/json" \
  --data '{"model": "moby-dick", "prompt": "Call me", "temperature": 3}'
