import type { Texts } from './texts.ts';

export const arabicTexts: Texts = {
  language: 'ar',
  direction: 'rtl',
  region: 'جلسة مشتركة',
  connecting: 'جارٍ الاتصال…',
  waiting: (agent) => `في انتظار ${agent}. لا أحد يرى هذه الصفحة.`,
  watched: (agents) => `هذه الصفحة مرئية الآن لـ ${agents}.`,
  controlled: (agents) => `يمكن لـ ${agents} رؤية هذه الصفحة واستخدامها.`,
  controlledAgain: (agents) => `يمكن لـ ${agents} استخدام هذه الصفحة من جديد كما سمحت.`,
  paused: (agent) => `المشاركة متوقفة مؤقتًا. لا يمكن لـ ${agent} رؤية ما تفعله.`,
  reconnecting: 'انقطع الاتصال. جارٍ إعادة المحاولة…',
  offline: 'أنت غير متصل بالإنترنت. لا أحد يرى هذه الصفحة.',
  ended: (agent) => `انتهت الجلسة. لا يمكن لـ ${agent} رؤية أي شيء الآن.`,
  goOnRecorded: 'عند المتابعة تُسجَّل الجلسة من جديد.',
  unrecorded: 'لا توجد هنا جلسة دون تسجيل.',
  goOn: 'طلب المتابعة',
  pause: 'إيقاف المشاركة مؤقتًا',
  resume: 'استئناف المشاركة',
  takeBack: 'استعادة التحكم',
  stop: 'إنهاء المشاركة',
  collapse: 'تصغير',
  expand: 'إظهار عناصر الجلسة',
  move: 'نقل إلى الحافة الأخرى',
  close: 'إغلاق',
  askControl: (agent) => `هل تسمح لـ ${agent} باستخدام هذه الصفحة معك؟`,
  askControlDetail: 'يشمل ذلك النقر والتمرير والكتابة هنا. الأولوية دائمًا لفأرتك ولوحة مفاتيحك.',
  askControlOnce: 'يسري في هذه الجلسة حتى استعادة التحكم.',
  reach: 'اضغط F6 للرد.',
  allowControl: 'السماح بالتحكم',
  notNow: 'ليس الآن',
  askView: (agent, tenant) =>
    tenant
      ? `هل تسمح لـ ${agent} من ${tenant} برؤية هذه الصفحة؟`
      : `طلب متابعة من ${agent}: ستصبح هذه الصفحة مرئية من جديد.`,
  askViewDetail:
    'هذا الموقع فقط مرئي: لا علامات التبويب الأخرى ولا الملفات ولا الكاميرا. يمكنك الإنهاء في أي وقت.',
  askViewRecorded: 'الجلسة مسجَّلة.',
  allowView: 'السماح بالمشاهدة',
};
