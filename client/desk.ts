/** Defines the elements of the officers' desk. */

import { DeskApp } from "./elements/desk/desk-app.js";
import { DeskCase } from "./elements/desk/desk-case.js";
import { DeskInbox } from "./elements/desk/desk-inbox.js";
import { DeskInvestigation } from "./elements/desk/desk-investigation.js";
import { DeskKeys } from "./elements/desk/desk-keys.js";
import { DeskPeople } from "./elements/desk/desk-people.js";
import { DeskRegister } from "./elements/desk/desk-register.js";
import { DeskTalk } from "./elements/desk/desk-talk.js";
import { DeskTalks } from "./elements/desk/desk-talks.js";
import { DeskUnlock } from "./elements/desk/desk-unlock.js";
import { DeskUpload } from "./elements/desk/desk-upload.js";
import { DeskWrite } from "./elements/desk/desk-write.js";
import { SealedFile } from "./elements/desk/sealed-file.js";

DeskKeys.define();
DeskUnlock.define();
DeskInbox.define();
DeskWrite.define();
DeskPeople.define();
DeskInvestigation.define();
SealedFile.define();
DeskUpload.define();
DeskCase.define();
DeskTalks.define();
DeskRegister.define();
DeskTalk.define();
DeskApp.define();
