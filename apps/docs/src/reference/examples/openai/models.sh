curl --fail-with-body --silent --show-error "$OPENAI_BASE_URL/models" \
  --header "Authorization: Bearer $OPENAI_API_KEY"
