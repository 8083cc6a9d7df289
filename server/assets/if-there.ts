/** What a file operation answers with; null when the file is not there. */
export const ifThere = async <T>(operation: Promise<T>): Promise<T | null> => {
  try {
    return await operation;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};
