# Completes the words of housekeeper in fish: housekeeper completion fish | source
function __housekeeper_complete
    set -l typed (commandline -opc) (commandline -ct)
    set -l found ($typed[1] completion next -- $typed[2..-1] 2>/dev/null)
    if test "$found[1]" = ":files"
        set -l option (string match -r '^--[^=]+=' -- $typed[-1])
        for path in (__fish_complete_path (string replace -- "$option" "" $typed[-1]))
            printf '%s%s\n' "$option" $path
        end
    else
        printf '%s\n' $found
    end
end
complete -c housekeeper -f -a '(__housekeeper_complete)'
