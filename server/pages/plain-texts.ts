interface PlainText {
  readonly title: string;
  readonly text: string;
}

export type PlainSubject = 'home' | 'notFound' | 'incompleteLink' | 'unknownTenant' | 'signInOver';

interface PlainTexts extends Readonly<Record<PlainSubject, PlainText>> {
  readonly direction: 'ltr' | 'rtl';
  readonly needsScript: string;
  /** In a sandbox that takes the page's origin away, no script of ours is let in. */
  readonly stuckInFrame: string;
  readonly enterCode: string;
}

export const languages = ['en', 'de', 'ar'] as const;
export type Language = (typeof languages)[number];

/** The texts of the pages that have no script, and of those whose script didn't run. */
export const plainTexts: Readonly<Record<Language, PlainTexts>> = {
  en: {
    direction: 'ltr',
    stuckInFrame:
      'Handrail can’t start here. Load the page again. If this stays, whoever builds the page around it has to let Handrail keep its own origin: its frame needs no sandbox, or one with allow-scripts, allow-same-origin, allow-popups and allow-popups-to-escape-sandbox.',
    needsScript:
      'This page needs JavaScript. Allow it for this site in your browser’s settings, then load the page again.',
    enterCode: 'Enter a session code',
    home: {
      title: 'Handrail is running',
      text: 'Support teams use it to see and steer what a customer sees, with the customer’s consent. Did somebody tell you a nine-digit code on the phone?',
    },
    notFound: {
      title: 'There is nothing at this address',
      text: 'Check the address for typing mistakes, or open the link from your email again.',
    },
    incompleteLink: {
      title: 'This link is not complete',
      text: 'A part of it was lost on the way. Open it from the email directly, or copy all of it into the address bar.',
    },
    unknownTenant: {
      title: 'Handrail doesn’t know this organization',
      text: 'The address of this panel names an organization that isn’t set up here. Ask your administrator to check the Handrail address in the CRM’s settings.',
    },
    signInOver: {
      title: 'This sign-in can’t go on',
      text: 'It is over, or it was begun in another window. Close this window and sign in from the panel again.',
    },
  },
  de: {
    direction: 'ltr',
    stuckInFrame:
      'Handrail kann hier nicht starten. Laden Sie die Seite neu. Bleibt es dabei, muss, wer die Seite darum herum baut, Handrail seine eigene Herkunft lassen: Der Rahmen braucht keine Sandbox oder eine mit allow-scripts, allow-same-origin, allow-popups und allow-popups-to-escape-sandbox.',
    needsScript:
      'Diese Seite braucht JavaScript. Erlauben Sie es für diese Website in den Einstellungen Ihres Browsers und laden Sie die Seite neu.',
    enterCode: 'Sitzungscode eingeben',
    home: {
      title: 'Handrail läuft',
      text: 'Support-Teams sehen und steuern damit, was eine Kundin oder ein Kunde sieht – mit deren Einwilligung. Hat Ihnen jemand am Telefon einen neunstelligen Code genannt?',
    },
    notFound: {
      title: 'Unter dieser Adresse gibt es nichts',
      text: 'Prüfen Sie die Adresse auf Tippfehler oder öffnen Sie den Link aus der E-Mail noch einmal.',
    },
    incompleteLink: {
      title: 'Dieser Link ist unvollständig',
      text: 'Ein Teil davon ist unterwegs verloren gegangen. Öffnen Sie ihn direkt aus der E-Mail oder kopieren Sie ihn ganz in die Adresszeile.',
    },
    unknownTenant: {
      title: 'Handrail kennt diese Organisation nicht',
      text: 'Die Adresse dieses Bereichs nennt eine Organisation, die hier nicht eingerichtet ist. Bitten Sie Ihre Administration, die Handrail-Adresse in den Einstellungen des CRM zu prüfen.',
    },
    signInOver: {
      title: 'Diese Anmeldung geht nicht weiter',
      text: 'Sie ist vorbei oder wurde in einem anderen Fenster begonnen. Schließen Sie dieses Fenster und melden Sie sich im Handrail-Bereich neu an.',
    },
  },
  ar: {
    direction: 'rtl',
    stuckInFrame:
      'لا يمكن تشغيل Handrail هنا. أعد تحميل الصفحة. إذا بقيت هذه الرسالة، فعلى من يبني الصفحة المحيطة أن يترك لـ Handrail مصدره (origin): إما إطار بلا sandbox، أو sandbox مع allow-scripts و allow-same-origin و allow-popups و allow-popups-to-escape-sandbox.',
    needsScript:
      'تحتاج هذه الصفحة إلى JavaScript. اسمح به لهذا الموقع في إعدادات المتصفح، ثم أعد تحميل الصفحة.',
    enterCode: 'إدخال رمز الجلسة',
    home: {
      title: 'Handrail قيد التشغيل',
      text: 'تستخدمه فرق الدعم لرؤية ما يراه العميل والتحكم فيه بموافقته. هل أعطاك أحدهم رمزًا من تسعة أرقام عبر الهاتف؟',
    },
    notFound: {
      title: 'لا يوجد شيء في هذا العنوان',
      text: 'تحقق من كتابة العنوان، أو افتح الرابط من رسالة البريد الإلكتروني مرة أخرى.',
    },
    incompleteLink: {
      title: 'هذا الرابط غير مكتمل',
      text: 'ضاع جزء منه في الطريق. افتحه من رسالة البريد الإلكتروني مباشرة، أو انسخه كاملًا إلى شريط العنوان.',
    },
    unknownTenant: {
      title: 'لا يعرف Handrail هذه المؤسسة',
      text: 'يشير عنوان هذه اللوحة إلى مؤسسة لم يتم إعدادها هنا. اطلب من المسؤول التحقق من عنوان Handrail في إعدادات نظام إدارة العملاء.',
    },
    signInOver: {
      title: 'لا يمكن متابعة تسجيل الدخول هذا',
      text: 'لقد انتهى، أو بدأ في نافذة أخرى. أغلق هذه النافذة وسجّل الدخول من اللوحة مرة أخرى.',
    },
  },
};
