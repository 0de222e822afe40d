@echo off
rem A double click on this file opens the event in the studio. A window shows its address; Ctrl+C in it ends the studio.
cd /d "%~dp0"
set "found="
for %%P in (".venv\Scripts\conceptnote.exe" "..\.venv\Scripts\conceptnote.exe" "%USERPROFILE%\.local\bin\conceptnote.exe") do (
    if not defined found if exist "%%~P" set "found=%%~P"
)
for %%P in (conceptnote.exe) do (
    if not defined found set "found=%%~$PATH:P"
)
if not defined found (
    echo conceptnote is not on this computer: neither in the folder .venv here, nor among the programs.
    echo Ask the person who set up this folder, or install it as its documentation says.
    pause
    exit /b 1
)
"%found%" studio
if errorlevel 1 pause
