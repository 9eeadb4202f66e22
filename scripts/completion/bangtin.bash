# Completion of bangtin(1) for bash. Installed as share/bash-completion/completions/bangtin; to try
# it from a checkout: . scripts/completion/bangtin.bash
# shellcheck shell=bash

# What each command takes; tests/cli/test_words.py holds it against `bangtin COMMAND --help`.
_bangtin_options() {
    case $1 in
        play) echo --site --size --rotate --viewport --seconds --stats --store --run --no-sync \
            --transition --duration --log-level ;;
        check) echo --json --strict --site ;;
        preview) echo --out --size --site --lang --item --at ;;
        simulate) echo --site --from --hours --clock --json ;;
        new) echo --from ;;
        keygen) echo --password --feed-id ;;
        publish) echo --key --root --to --sequence --expires --site --dry-run ;;
        alert) echo --headline --description --instruction --severity --lasts --until --banner \
            --sites --id --all --key --root --to --site --dry-run ;;
        verify) echo --root --json ;;
        sync) echo --site --store --run --feed --root --unsigned --once --log-level ;;
        status) echo --run --json ;;
        report) echo --quarter --year --from --to --by --format --out --store --run --site \
            --verify --export ;;
        testcard) echo --site --size --rotate --viewport --seconds ;;
    esac
}

# The values of an option, where there is a short list of them.
_bangtin_values() {
    case $1 in
        --rotate) echo 0 90 180 270 ;;
        --transition) echo cut crossfade push-left push-up wipe-left ;;
        --log-level) echo error warning info debug ;;
        --lang-ui) echo vi en ;;
        --clock) echo trusted floor ;;
        --by) echo item topic audience language type day hour site ;;
        --format) echo table csv html json ;;
        --severity) echo extreme severe moderate minor unknown ;;
        --size) echo 1920x1080 1080x1920 1280x720 ;;
        *) return 1 ;;
    esac
}

# The ids in a playlist's document: of its offices, its languages, its items.
_bangtin_ids() {
    local document=$1/playlist.json
    [ -r "$document" ] && command -v python3 >/dev/null || return
    python3 - "$document" "$2" 2>/dev/null <<'END'
import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8-sig"))
items = [i["id"] for p in document["playlists"] for i in p["items"]]
sites = [s for s in document.get("sites", {}) if s != "default"]
print(*{"--item": items, "--site": sites, "--lang": document.get("languages", ["vi"])}[sys.argv[2]])
END
}

_bangtin() {
    local current=$2 previous=$3 command='' folder='' words=() word
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
            -* | vi | en) ;;
            *) if [ -z "$command" ]; then command=$word; elif [ -z "$folder" ]; then folder=$word; fi ;;
        esac
    done
    if words=("$(_bangtin_values "$previous")") && [ -n "${words[0]}" ]; then
        mapfile -t COMPREPLY < <(compgen -W "${words[0]}" -- "$current")
        return
    fi
    case $previous in
        --item | --lang)
            mapfile -t COMPREPLY < <(compgen -W "$(_bangtin_ids "$folder" "$previous")" -- "$current")
            return
            ;;
        --site)
            if [ "$command" = preview ] || [ "$command" = simulate ]; then
                mapfile -t COMPREPLY < <(compgen -W "$(_bangtin_ids "$folder" --site)" -- "$current"
                    compgen -f -- "$current")
                return
            fi
            ;;
        --viewport | --seconds | --duration | --feed-id | --feed | --sequence | --expires | --headline | --description | \
            --instruction | --lasts | --until | --sites | --id | --hours | --at | --quarter | --year) return ;;
    esac
    if [ -z "$command" ]; then
        mapfile -t COMPREPLY < <(compgen -W "play check preview simulate new keygen publish alert verify sync status report testcard --help --version --lang-ui" \
            -- "$current")
    elif [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_bangtin_options "$command") --lang-ui --help" \
            -- "$current")
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}

complete -F _bangtin bangtin
