#!/bin/sh
# Put IRT Desk into the home of whoever runs this. Only the program's own files are replaced, never a practice.
set -eu
program="$HOME/.local/lib/irt-desk"
shared="${XDG_DATA_HOME:-$HOME/.local/share}"
if ! said=$(QT_QPA_PLATFORM=offscreen ./irt-desk/irt-desk --self-test 2>&1); then
    echo "$said" >&2
    echo "The program does not start on this system, so nothing was installed; what is missing stands above." >&2
    exit 1
fi
mkdir -p "$program" "$HOME/.local/bin" "$shared/applications" "$shared/icons/hicolor/scalable/apps"
rm -rf "$program/_internal" "$program/irt-desk"
cp -a ./irt-desk/. "$program/"
ln -sf "$program/irt-desk" "$HOME/.local/bin/irt-desk"
cp ./irt-desk.svg "$shared/icons/hicolor/scalable/apps/"
sed "s|^Exec=irt-desk|Exec=\"$program/irt-desk\"|" ./irt-desk.desktop >"$shared/applications/irt-desk.desktop"
echo "Start it from the menu, or with $HOME/.local/bin/irt-desk"
echo "To remove it, delete $program, $HOME/.local/bin/irt-desk and $shared/applications/irt-desk.desktop"
