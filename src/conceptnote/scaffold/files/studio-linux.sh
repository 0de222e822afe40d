#!/bin/sh
# A double click on this file opens the event in the studio. A window shows its address; Ctrl+C in it ends the studio.
cd "$(dirname "$0")" || exit 1
found=
for one in .venv/bin/conceptnote ../.venv/bin/conceptnote "$HOME/.local/bin/conceptnote" "$(command -v conceptnote)"; do
    if [ -z "$found" ] && [ -x "$one" ]; then
        found=$one
    fi
done
if [ -n "$found" ]; then
    "$found" studio && exit
else
    echo "conceptnote is not on this computer: neither in the folder .venv here, nor among the programs."
    echo "Ask the person who set up this folder, or install it as its documentation says."
fi
printf 'Press Enter to close this window. '
read -r _
exit 1
