import type { FileRefusal } from '../../../protocol/file-transfer.ts';
import type { ExtrasNeeds } from '../extras.ts';

/** What files say on the tenant's site. */
export interface FilesTexts {
  readonly offered: (agent: string, name: string, size: string) => string;
  readonly offeredDetail: string;
  /** Said before, where it is not sealed between the two browsers. */
  readonly throughServer: string;
  readonly accept: string;
  readonly asked: (agent: string) => string;
  readonly askedDetail: string;
  readonly choose: string;
  /** A file of the page before. */
  readonly leftBehind: string;
  readonly sending: (name: string) => string;
  readonly receiving: (name: string) => string;
  readonly waiting: (name: string) => string;
  readonly rests: (name: string) => string;
  readonly sent: (name: string) => string;
  readonly received: (name: string) => string;
  readonly ended: (name: string, because: FileRefusal) => string;
  readonly progress: (name: string) => string;
  readonly pause: string;
  readonly resume: string;
  readonly cancel: string;
  readonly save: string;
  readonly close: string;
}

type OwnTexts = Omit<FilesTexts, 'close'>;

type Reasons = Readonly<Record<FileRefusal, string>>;

const englishReasons: Reasons = {
  person: 'canceled',
  empty: 'the file is empty',
  too_large: 'the file is too large',
  blocked_type: 'files of this type are not allowed',
  not_offered: 'files can’t be sent here',
  unreadable: 'the file can’t be read any more',
  left: 'the page that was sending it was left',
  no_room: 'there is no room for it',
  damaged: 'what arrived is not what was sent',
  infected: 'malware was found in it',
  scan_unavailable: 'it can’t be checked at present',
  server: 'it does not work at present',
};

const english: OwnTexts = {
  offered: (agent, name, size) => `${agent} would like to send you “${name}” (${size}). Take it?`,
  throughServer: 'It goes through Handrail’s server, where it can be checked for malware and kept.',
  offeredDetail: 'Take it only if you expect it. It stays in this page until you save it.',
  accept: 'Accept',
  asked: (agent) => `${agent} asks you for a file.`,
  askedDetail: 'You choose which one. Nothing else on your device is seen.',
  choose: 'Choose a file…',
  leftBehind: 'The page changed before your file was sent. Choose it again?',
  sending: (name) => `Sending “${name}”`,
  receiving: (name) => `Receiving “${name}”`,
  waiting: (name) => `“${name}” waits to be taken`,
  rests: (name) => `“${name}” is paused`,
  sent: (name) => `“${name}” has arrived.`,
  received: (name) => `“${name}” was received.`,
  ended: (name, because) => `“${name}”: ${englishReasons[because]}.`,
  progress: (name) => `Progress of “${name}”`,
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  save: 'Save',
};

const germanReasons: Reasons = {
  person: 'abgebrochen',
  empty: 'Die Datei ist leer',
  too_large: 'Die Datei ist zu groß',
  blocked_type: 'Dateien dieser Art sind nicht erlaubt',
  not_offered: 'Hier können keine Dateien gesendet werden',
  unreadable: 'Die Datei ist nicht mehr lesbar',
  left: 'Die Seite, die sie sendete, wurde verlassen',
  no_room: 'Es ist kein Platz dafür',
  damaged: 'Angekommen ist etwas anderes, als gesendet wurde',
  infected: 'Darin wurde Schadsoftware gefunden',
  scan_unavailable: 'Sie kann zurzeit nicht geprüft werden',
  server: 'Es geht zurzeit nicht',
};

const german: OwnTexts = {
  offered: (agent, name, size) => `${agent} möchte Ihnen „${name}“ (${size}) senden. Annehmen?`,
  throughServer:
    'Sie geht über den Handrail-Server, wo sie auf Schadsoftware geprüft und aufbewahrt werden kann.',
  offeredDetail:
    'Nehmen Sie die Datei nur an, wenn Sie sie erwarten. Sie bleibt auf dieser Seite, bis Sie sie speichern.',
  accept: 'Annehmen',
  asked: (agent) => `${agent} bittet Sie um eine Datei.`,
  askedDetail: 'Sie wählen, welche. Alles andere auf Ihrem Gerät bleibt verborgen.',
  choose: 'Datei wählen …',
  leftBehind: 'Die Seite hat gewechselt, bevor Ihre Datei gesendet war. Noch einmal auswählen?',
  sending: (name) => `„${name}“ wird gesendet`,
  receiving: (name) => `„${name}“ wird empfangen`,
  waiting: (name) => `„${name}“ wartet auf Annahme`,
  rests: (name) => `„${name}“ ist angehalten`,
  sent: (name) => `„${name}“ ist angekommen.`,
  received: (name) => `„${name}“ wurde empfangen.`,
  ended: (name, because) => `„${name}“: ${germanReasons[because]}.`,
  progress: (name) => `Fortschritt von „${name}“`,
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  cancel: 'Abbrechen',
  save: 'Speichern',
};

const arabicReasons: Reasons = {
  person: 'أُلغي',
  empty: 'الملف فارغ',
  too_large: 'الملف كبير جدًا',
  blocked_type: 'الملفات من هذا النوع غير مسموح بها',
  not_offered: 'لا يمكن إرسال الملفات هنا',
  unreadable: 'لم يعد من الممكن قراءة الملف',
  left: 'أُغلقت الصفحة التي كانت ترسله',
  no_room: 'لا توجد مساحة له',
  damaged: 'ما وصل ليس ما أُرسل',
  infected: 'عُثر فيه على برامج ضارة',
  scan_unavailable: 'لا يمكن فحصه حاليًا',
  server: 'لا يعمل ذلك حاليًا',
};

const arabic: OwnTexts = {
  offered: (agent, name, size) => `يريد ${agent} أن يرسل إليك «${name}» (${size}). هل تقبله؟`,
  throughServer: 'يمر الملف عبر خادم Handrail، حيث يمكن فحصه بحثًا عن برامج ضارة والاحتفاظ به.',
  offeredDetail: 'اقبل الملف فقط إذا كنت تتوقعه. يبقى في هذه الصفحة حتى تحفظه.',
  accept: 'قبول',
  asked: (agent) => `يطلب ${agent} منك ملفًا.`,
  askedDetail: 'أنت تختار أي ملف. لا يُرى أي شيء آخر على جهازك.',
  choose: 'اختر ملفًا…',
  leftBehind: 'تغيّرت الصفحة قبل اكتمال إرسال ملفك. هل تريد اختياره مرة أخرى؟',
  sending: (name) => `جارٍ إرسال «${name}»`,
  receiving: (name) => `جارٍ استلام «${name}»`,
  waiting: (name) => `«${name}» في انتظار القبول`,
  rests: (name) => `«${name}» متوقف مؤقتًا`,
  sent: (name) => `وصل «${name}».`,
  received: (name) => `تم استلام «${name}».`,
  ended: (name, because) => `«${name}»: ${arabicReasons[because]}.`,
  progress: (name) => `تقدّم «${name}»`,
  pause: 'إيقاف مؤقت',
  resume: 'استئناف',
  cancel: 'إلغاء',
  save: 'حفظ',
};

/** In the core's language. */
export const filesTexts = ({ language, close }: ExtrasNeeds['texts']): FilesTexts => ({
  ...(language === 'de' ? german : language === 'ar' ? arabic : english),
  close,
});

/** `1.5 MB` */
export const fileSize = (bytes: number, language: string): string => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = units[step] ?? 'byte';
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  const format = { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, format).format(bytes / 1000 ** step);
};
