#compdef housekeeper
# Completes the words of housekeeper in zsh: eval "$(housekeeper completion zsh)"
_housekeeper() {
    local line
    local -a found shown
    for line in "${(@f)$("$words[1]" completion next -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -z $line ]] && continue
        if [[ $line == :files ]]; then
            compset -P '--*='
            _files
            return
        fi
        found+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  }")
    done
    if [[ "$shown" == "$found" ]]; then
        compadd -a found
    else
        compadd -l -d shown -a found
    fi
}
if [[ ${funcstack[1]} == _housekeeper ]]; then
    _housekeeper "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _housekeeper housekeeper
fi
