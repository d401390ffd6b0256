# Completes the words of housekeeper in bash: eval "$(housekeeper completion bash)"
_housekeeper() {
    local line=${COMP_LINE:0:COMP_POINT} character next quote= word= head= before_quote= is_word=
    local -a typed=()
    local -i place
    # COMP_WORDS are cut at @ and = and quoted still: the line is read here, and nothing of it run.
    for ((place = 0; place < ${#line}; place++)); do
        character=${line:place:1}
        if [[ -z $quote && $character == [[:space:]] ]]; then
            [[ -n $is_word ]] && typed+=("$word")
            word='' head='' is_word=''
            continue
        fi
        is_word=yes
        if [[ -n $quote && $character == "$quote" ]]; then
            quote=''
        elif [[ $character == \\ && $quote != \' ]]; then
            next=${line:place+1:1}
            if [[ -z $quote || $next == [\"\\\$\`] ]]; then
                word+=$next
                place+=1
            else
                word+=\\
            fi
        elif [[ -n $quote ]]; then
            word+=$character
        elif [[ $character == [\"\'] ]]; then
            quote=$character before_quote=$word
        else
            # The line editor puts what is offered behind the last of these, but in place of @.
            [[ $COMP_WORDBREAKS == *"$character"* ]] && head=$word${character#@}
            word+=$character
        fi
    done
    typed+=("$word")
    [[ -n $quote ]] && head=$before_quote
    COMPREPLY=()
    while IFS= read -r word; do
        if [[ $word == :files ]]; then
            compopt -o default
            return
        fi
        word=${word%%$'\t'*}
        [[ $word == "$head"* ]] || continue
        word=${word:${#head}}
        case $quote in
            \') word=${word//\'/\'\\\'\'} ;;
            \")
                word=${word//\\/\\\\} word=${word//\"/\\\"}
                word=${word//\$/\\\$} word=${word//\`/\\\`}
                ;;
            *)
                [[ -n $word ]] && printf -v word %q "$word"
                # A comma means something only between braces, and those are escaped.
                word=${word//\\,/,}
                ;;
        esac
        COMPREPLY+=("$word")
    done < <("$1" completion next -- "${typed[@]:1}" 2>/dev/null)
}
complete -F _housekeeper housekeeper
