#!/bin/sh
# Puts Lumenary into the menu of whoever runs this, and opens *.lumenary files with it.
# With --remove, takes both away again. Needs no rights beyond the user's own, and
# touches nothing that was made with the program.
set -eu

program=$(cd "$(dirname "$0")" && pwd -P)
share=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$share/applications/lumenary.desktop
file_type=$share/mime/packages/lumenary-model.xml

# As the desktop entry specification wants a path within quotes within a string.
quoted() {
    printf '%s' "$1" | sed -e 's/["`$\\]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g'
}

icons() {
    (cd "$program/share/icons/hicolor" && find . -type f)
}

refresh() {
    if command -v update-mime-database >/dev/null; then
        update-mime-database "$share/mime" || true
    fi
    if command -v update-desktop-database >/dev/null; then
        update-desktop-database -q "$share/applications" || true
    fi
}

add() {
    mkdir -p "$(dirname "$entry")" "$(dirname "$file_type")"
    {
        grep -v '^Exec=' "$program/share/applications/lumenary.desktop"
        printf 'Exec="%s" %%f\n' "$(quoted "$program/lumenary")"
    } >"$entry"
    cp "$program/share/mime/packages/lumenary-model.xml" "$file_type"
    icons | while read -r icon; do
        mkdir -p "$(dirname "$share/icons/hicolor/$icon")"
        cp "$program/share/icons/hicolor/$icon" "$share/icons/hicolor/$icon"
    done
    refresh
    echo "Lumenary is in your menu. It starts $program/lumenary:"
    echo "if you move that folder, run this again."
}

remove() {
    rm -f "$entry" "$file_type"
    icons | while read -r icon; do
        rm -f "$share/icons/hicolor/$icon"
    done
    refresh
    echo "Lumenary is no longer in your menu. Its folder and your data are still there."
}

case "${1:-}" in
    "") add ;;
    --remove) remove ;;
    *)
        echo "Usage: $0 [--remove]" >&2
        exit 2
        ;;
esac
