; The installer for Windows, for Inno Setup 6.3 or later.
;
; installer.py runs the compiler and hands over everything that product.py states, so
; that nothing is said twice:
;   AppId AppName AppVersion FileVersion Publisher Copyright
;   WindowProgram ConsoleProgram Bundle Project Icon OutputFolder OutputName

#ifndef AppVersion
  #error Start this with: python -m build_spec.windows.installer
#endif

[Setup]
AppId={{{#AppId}}
AppName={#AppName}
AppVersion={#AppVersion}
AppVerName={#AppName} {#AppVersion}
AppPublisher={#Publisher}
AppCopyright={#Copyright}
VersionInfoVersion={#FileVersion}
; For whoever runs it, without administrator's rights; /ALLUSERS is for those who have.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline
UsedUserAreasWarning=no
DefaultDirName={autopf}\{#AppName}
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Windows 10 of 2018, the oldest that Qt 6 runs on.
MinVersion=10.0.17763
; A training of hours is not closed by an update: see PrepareToInstall.
CloseApplications=no
ChangesAssociations=yes
Compression=lzma2/max
SolidCompression=yes
LZMAUseSeparateProcess=yes
LicenseFile={#Project}\LICENSE
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\{#WindowProgram}.exe
UninstallDisplayName={#AppName}
WizardStyle=modern
OutputDir={#OutputFolder}
OutputBaseFilename={#OutputName}

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
en.DesktopIcon=Put an icon on the desktop
en.StartNow=Start {#AppName}
en.ModelFile={#AppName} model
en.StillRunning={#AppName} is running, or its files cannot be changed. Nothing was changed. Close it, or let its work end, and try again; a training that is interrupted goes on where it was.
en.DeleteData=Delete your models, findings, reviews and settings as well?%n%nThey are in %1. Nobody can bring them back.%n%nWhat you keep in another folder stays in any case.

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"; Flags: unchecked

[InstallDelete]
; Files of an older version that the newer one has no longer: see also
; DeleteOlderFiles, which leaves the models that were put beside the shipped ones.
Type: filesandordirs; Name: "{app}\licences"
Type: filesandordirs; Name: "{app}\_internal\models\sample"
Type: filesandordirs; Name: "{app}\_internal\models\starter"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#AppName}"; Filename: "{app}\{#WindowProgram}.exe"
Name: "{autodesktop}\{#AppName}"; Filename: "{app}\{#WindowProgram}.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.lumenary"; ValueType: string; ValueData: "Lumenary.Model"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Lumenary.Model"; ValueType: string; ValueData: "{cm:ModelFile}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Lumenary.Model\DefaultIcon"; ValueType: string; ValueData: "{app}\{#WindowProgram}.exe,0"
Root: HKA; Subkey: "Software\Classes\Lumenary.Model\shell\open\command"; ValueType: string; ValueData: """{app}\{#WindowProgram}.exe"" ""%1"""

[Run]
Filename: "{app}\{#WindowProgram}.exe"; Description: "{cm:StartNow}"; Flags: nowait postinstall skipifsilent

[Code]
{ Windows lends nobody a running program's file for writing. }
function InUse(Path: String): Boolean;
var
  Stream: TFileStream;
begin
  Result := False;
  if FileExists(Path) then
    try
      Stream := TFileStream.Create(Path, fmOpenReadWrite or fmShareExclusive);
      Stream.Free;
    except
      Result := True;
    end;
end;

function IsRunning: Boolean;
begin
  Result := InUse(ExpandConstant('{app}\{#WindowProgram}.exe'))
    or InUse(ExpandConstant('{app}\{#ConsoleProgram}.exe'));
end;

{ A window loads parts of the program when they are first needed, and starts workers from
  the same folder: it would fail with files of another version. }
function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  Result := '';
  if IsRunning then
    Result := CustomMessage('StillRunning');
end;

{ The program's parts of the version before, apart from the folder of models: somebody
  may have put models for all users there. }
procedure DeleteOlderFiles;
var
  Folder: String;
  Found: TFindRec;
begin
  Folder := ExpandConstant('{app}\_internal\');
  if FindFirst(Folder + '*', Found) then
    try
      repeat
        if (Found.Name <> '.') and (Found.Name <> '..') and (Found.Name <> 'models') then
          DelTree(Folder + Found.Name, True, True, True);
      until not FindNext(Found);
    finally
      FindClose(Found);
    end;
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep = ssInstall then
    DeleteOlderFiles;
end;

function InitializeUninstall: Boolean;
begin
  Result := not IsRunning;
  if not Result then
    SuppressibleMsgBox(CustomMessage('StillRunning'), mbError, MB_OK, IDOK);
end;

function DataFolder: String;
begin
  Result := ExpandConstant('{localappdata}\{#AppName}');
end;

{ Only somebody who is asked, and only for what is their own, deletes data. }
function WantsDataDeleted: Boolean;
begin
  Result := not UninstallSilent and not IsAdminInstallMode and DirExists(DataFolder);
  if Result then
    Result := MsgBox(FmtMessage(CustomMessage('DeleteData'), [DataFolder]),
      mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES;
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usPostUninstall then
    if WantsDataDeleted then
      DelTree(DataFolder, True, True, True);
end;
