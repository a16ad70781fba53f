# Tells the desktop of the menu entry, the icon and the file type, if there is a desktop.
refresh_menus() {
    share=${DPKG_ROOT:-}/usr/share
    if command -v update-mime-database >/dev/null; then
        update-mime-database "$share/mime" || true
    fi
    if command -v update-desktop-database >/dev/null; then
        update-desktop-database -q "$share/applications" || true
    fi
    if command -v gtk-update-icon-cache >/dev/null; then
        gtk-update-icon-cache -q -t -f "$share/icons/hicolor" || true
    fi
}
