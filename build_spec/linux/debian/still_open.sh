# Prints who runs the program, a line each. A window loads parts of the program when they
# are first needed, and starts workers from the same folder: with files of another version
# below it, it would fail in the middle of somebody's work.
still_open() {
    for process in /proc/[0-9]*; do
        case "$(readlink "$process/exe" 2>/dev/null)" in
            "${DPKG_ROOT:-}"/opt/lumenary/*)
                echo "  $(stat -c %U "$process" 2>/dev/null), process ${process#/proc/}"
                ;;
        esac
    done
}

refuse_while_open() {
    open=$(still_open)
    if [ -n "$open" ]; then
        echo "Lumenary is running:" >&2
        echo "$open" >&2
        echo "Nothing was changed. Close it, or let its work end, and try again;" >&2
        echo "a training that is interrupted goes on where it was." >&2
        exit 1
    fi
}
