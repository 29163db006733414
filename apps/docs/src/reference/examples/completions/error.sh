curl --silent --show-error --write-out "\n%{http_code}\n" "$COMPLETIONS_URL/completions?api-version=2024-04-01-preview" \
  --header "Authorization: Bearer $COMPLETIONS_KEY" \
  --header "Content-Type: application/json" \
  --data '{"prompt": "Call me", "temperature": 3}'
