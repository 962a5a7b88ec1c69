'use client';

import { useState } from 'react';
import { Field } from '@/app/_components/field';
import { slugOf } from './slug-of';

/** Name and slug of a new server; the slug follows the name until somebody writes one. */
export function NameFields({ errors }: { errors: Record<string, string> }) {
  const [name, setName] = useState('');
  const [written, setWritten] = useState<string | null>(null);
  return (
    <>
      <Field
        label="Name"
        name="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        error={errors['name']}
      />
      <Field
        label="Slug"
        name="slug"
        value={written ?? slugOf(name)}
        onChange={(event) => setWritten(event.target.value === '' ? null : event.target.value)}
        spellCheck={false}
        autoCapitalize="off"
        hint="Agents reach the server as /mcp/{slug}. It cannot be changed later."
        error={errors['slug']}
      />
    </>
  );
}
