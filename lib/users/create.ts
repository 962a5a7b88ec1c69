import { hashPassword } from '../crypto/password';
import { prisma } from '../database/connections';
import { isUniqueViolation } from '../database/violations';
import { AppError } from '../errors';
import { createUserInput, type CreateUserInput, type UserView } from './schema';

/** Adds a person. Throws AppError: conflict (the e-mail is taken); ZodError on wrong input. */
export async function createUser(input: CreateUserInput): Promise<UserView> {
  const { email, name, password, role } = createUserInput.parse(input);
  try {
    const row = await prisma().user.create({
      data: { email, name, role, passwordHash: await hashPassword(password) },
    });
    return { id: row.id, email: row.email, name: row.name, role };
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new AppError('conflict', 'There is already an account with this e-mail.', { cause: error });
    }
    throw error;
  }
}
