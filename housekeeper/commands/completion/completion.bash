# Completes the words of housekeeper in bash: eval "$(housekeeper completion bash)"
_housekeeper() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        if [[ $word == :files ]]; then
            compopt -o default
            return
        fi
        printf -v word %q "${word%%$'\t'*}"
        COMPREPLY+=("$word")
    done < <("$1" completion next -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _housekeeper housekeeper
