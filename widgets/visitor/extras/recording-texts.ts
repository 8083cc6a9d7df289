/** What a recording says on the tenant's site. */
export interface RecordingTexts {
  readonly ask: (agent: string) => string;
  readonly detail: string;
  readonly keptFor: (days: number) => string;
  readonly allow: string;
  readonly recording: string;
  readonly paused: string;
  readonly stop: string;
  /** The company lets no session go on without. */
  readonly stopAll: string;
}

const english: RecordingTexts = {
  ask: (agent) => `Let ${agent} record this session?`,
  detail:
    'This page, pointers, drawings and the names of files are recorded from now on, so that they can be looked at later. Passwords, other hidden fields and what is in files are not.',
  keptFor: (days) => (days === 1 ? 'It is kept for a day.' : `It is kept for ${days} days.`),
  allow: 'Allow recording',
  recording: 'Recording',
  paused: 'Recording paused',
  stop: 'Stop recording',
  stopAll: 'Stop recording and end session',
};

const german: RecordingTexts = {
  ask: (agent) => `Darf ${agent} diese Sitzung aufzeichnen?`,
  detail:
    'Diese Seite, Mauszeiger, Zeichnungen und die Namen von Dateien werden ab jetzt aufgezeichnet, um sie später ansehen zu können. Passwörter, andere verdeckte Felder und der Inhalt von Dateien nicht.',
  keptFor: (days) => `Die Aufzeichnung wird ${days === 1 ? 'einen Tag' : `${days} Tage`} lang aufbewahrt.`,
  allow: 'Aufzeichnung erlauben',
  recording: 'Aufzeichnung läuft',
  paused: 'Aufzeichnung pausiert',
  stop: 'Aufzeichnung beenden',
  stopAll: 'Aufzeichnung und Sitzung beenden',
};

const arabic: RecordingTexts = {
  ask: (agent) => `هل تسمح لـ ${agent} بتسجيل هذه الجلسة؟`,
  detail:
    'تُسجَّل من الآن هذه الصفحة والمؤشرات والرسومات وأسماء الملفات، لمشاهدتها لاحقًا. أما كلمات المرور والحقول المخفية الأخرى ومحتوى الملفات فلا تُسجَّل.',
  keptFor: (days) => `مدة الاحتفاظ بالتسجيل بالأيام: ${days}.`,
  allow: 'السماح بالتسجيل',
  recording: 'جارٍ التسجيل',
  paused: 'التسجيل متوقف مؤقتًا',
  stop: 'إيقاف التسجيل',
  stopAll: 'إيقاف التسجيل وإنهاء الجلسة',
};

/** In the core's language. */
export const recordingTexts = (language: string): RecordingTexts =>
  language === 'de' ? german : language === 'ar' ? arabic : english;
