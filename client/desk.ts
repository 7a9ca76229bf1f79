/** Defines the elements of the officers' desk. */

import { DeskApp } from "./elements/desk/desk-app.js";
import { DeskCalled } from "./elements/desk/desk-called.js";
import { DeskCase } from "./elements/desk/desk-case.js";
import { DeskCustody } from "./elements/desk/desk-custody.js";
import { DeskDeclare } from "./elements/desk/desk-declare.js";
import { DeskIdentity } from "./elements/desk/desk-identity.js";
import { DeskInbox } from "./elements/desk/desk-inbox.js";
import { DeskInvestigation } from "./elements/desk/desk-investigation.js";
import { DeskKeys } from "./elements/desk/desk-keys.js";
import { DeskNamed } from "./elements/desk/desk-named.js";
import { DeskOpenings } from "./elements/desk/desk-openings.js";
import { DeskPeople } from "./elements/desk/desk-people.js";
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
DeskDeclare.define();
DeskPeople.define();
DeskNamed.define();
DeskCalled.define();
DeskInvestigation.define();
SealedFile.define();
DeskUpload.define();
DeskIdentity.define();
DeskCase.define();
DeskCustody.define();
DeskOpenings.define();
DeskTalks.define();
DeskTalk.define();
DeskApp.define();
